import { Counter, Histogram, type Registry } from 'prom-client';
import type { Observer, Recorded } from '../cancellations/run/observer.js';
import { type Cancellation, isLive } from '../cancellations/run/record.js';
import { troublesOf } from '../cancellations/trouble/escalation.js';
import { failureCodeSchema } from '../runbook/failures.js';
import { stepTaken } from './step-taken.js';

/** People decide within seconds or hours. s */
const DECISIONS = [5, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 14_400, 86_400];
/** A look takes moments, a wait of the runbook minutes, a person hours. s */
const STEPS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400];

/** What the runs show of themselves, counted where their rows move: docs/operations.md «Metrics». */
export function runMetrics(registry: Registry, retried: Observer['retried']): Observer {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const requested = counter('opsguide_runs_requested_total', 'Cancellations that were requested');
  const ended = counter('opsguide_runs_ended_total', 'Runs by how they ended', ['end', 'code']);
  const troubles = counter('opsguide_troubles_total', 'Troubles of runs, by code and level', [
    'code',
    'level',
  ]);
  const unknown = counter(
    'opsguide_unknown_outcomes_total',
    'Tries of a POST whose outcome was not known when they ended',
    ['route'],
  );
  const refused = counter('opsguide_refused_presses_total', 'Presses that were refused', ['code']);
  const decided = new Histogram({
    name: 'opsguide_decision_duration_seconds',
    help: 'From the request to the decision on it',
    labelNames: ['decision'],
    buckets: DECISIONS,
    registers,
  });
  const steps = new Histogram({
    name: 'opsguide_step_duration_seconds',
    help: 'How long a step of the runbook took',
    labelNames: ['step'],
    buckets: STEPS,
    registers,
  });

  function moved(before: Cancellation, after: Cancellation): void {
    const end = endOf(before, after);
    if (end) ended.inc(end);
    const known = new Set(troublesOf(before).map(({ number }) => number));
    for (const { number, code, level } of troublesOf(after)) {
      if (!known.has(number)) troubles.inc({ code, level: String(level) });
    }
    const decision = decisionOn(before, after);
    const taken = stepTaken(before, after);
    if (decision && taken) decided.observe({ decision }, taken.seconds);
    else if (taken) steps.observe({ step: taken.step }, taken.seconds);
  }

  return {
    recorded({ before, after, events }: Recorded) {
      if (after && !before) requested.inc();
      if (before && after) moved(before, after);
      for (const { event, data } of events) {
        if (event.endsWith('_refused')) refused.inc({ code: codeOf(data?.code) });
        const route = ANSWERED[event];
        if (route && data?.kind === 'unknown') unknown.inc({ route });
      }
    },
    retried,
    looked: (step, seconds) => steps.observe({ step }, seconds),
  };
}

const ANSWERED: Readonly<Record<string, string>> = {
  cancel_answered: 'cancel',
  reinstate_answered: 'reinstate',
};

/** A run ends once for good, and once more where a rollback or a person ends it differently. */
function endOf(before: Cancellation, after: Cancellation) {
  const isOver = isLive(before) && !isLive(after);
  if (!isOver) return undefined;
  // A rollback that came to nothing: the run stands where it stood, and that was counted.
  if (before.state === 'rolling_back' && after.state !== 'rolled_back') return undefined;
  return { end: after.state, code: after.state === 'refused' ? after.refusal.code : '' };
}

function decisionOn(before: Cancellation, after: Cancellation): string | undefined {
  if (before.state !== 'awaiting_confirmation') return undefined;
  switch (after.state) {
    case 'executing':
      return 'confirmed';
    case 'discarded':
    case 'expired':
      return after.state;
    default:
      return undefined;
  }
}

/** No word but one of ours becomes a label. */
function codeOf(code: unknown): string {
  return failureCodeSchema.safeParse(code).data ?? 'other';
}
