import { Counter, Histogram, type Registry } from 'prom-client';

/** One try of a call to the outside, as it ended. `route` is a template: it names nobody. */
export interface EndedCall {
  readonly route: string;
  readonly outcome: string;
  readonly seconds: number;
}
export type OnCall = (call: EndedCall) => void;

const SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** What is told by itself; of the others the class alone, for a service may answer anything. */
const STATUSES = new Set([400, 401, 403, 404, 408, 409, 422, 425, 429, 503]);

/** An HTTP status as a label. */
export function outcomeOf(status: number): string {
  if (STATUSES.has(status)) return String(status);
  return status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : 'odd';
}

/** `cancel status`, as the log has it, is `cancel_status` here. */
function labelOf(route: string): string {
  return route.replaceAll(' ', '_');
}

/** What the calls to the order service and to Slack show: docs/operations.md «Metrics». */
export function callMetrics(registry: Registry) {
  const registers = [registry];
  const orders = new Histogram({
    name: 'opsguide_order_service_request_duration_seconds',
    help: 'One try of a call to the order service',
    labelNames: ['route', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const retries = new Counter({
    name: 'opsguide_order_service_retries_total',
    help: 'Further tries of a call to the order service, by why the one before failed',
    labelNames: ['route', 'cause'],
    registers,
  });
  const slack = new Histogram({
    name: 'opsguide_slack_request_duration_seconds',
    help: 'One call to Slack',
    labelNames: ['method', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const limited = new Counter({
    name: 'opsguide_slack_rate_limits_total',
    help: 'Calls that Slack answered with 429',
    labelNames: ['method'],
    registers,
  });
  return {
    orderCall: ({ route, outcome, seconds }: EndedCall) =>
      orders.observe({ route: labelOf(route), outcome }, seconds),
    retried: (route: string, cause: string) => retries.inc({ route: labelOf(route), cause }),
    slackCall({ route: method, outcome, seconds }: EndedCall) {
      slack.observe({ method, outcome }, seconds);
      if (outcome === '429') limited.inc({ method });
    },
  };
}
