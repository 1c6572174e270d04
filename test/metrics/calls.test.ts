import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/metrics/call-metrics.js';
import { createMetrics } from '../../src/metrics.js';
import { PLAINLY } from '../../src/seams.js';
import { fetchThrough } from '../../src/slack/wire.js';
import { calls, KEY, ORDER, rejection, serve, THRICE } from '../orders/support.js';
import { seriesOf } from './values.js';

const BODY = { reason: 'operational_request', notes: '', notify_stakeholders: true };

describe('A call to the order service', () => {
  it('counts by its route and its outcome, each try by itself, with why it was tried again', async () => {
    const { registry, calls: counts } = createMetrics();
    const answers = [503, 500, 200];
    const baseUrl = await serve((request, response) => {
      if (request.method === 'POST') response.destroy();
      else response.writeHead(answers.shift() ?? 404).end('{"order_id":"ORD-1001"}');
    });
    const { orderCall: onCall, retried: onRetry } = counts;
    const orders = calls(THRICE, { baseUrl, onCall, onRetry });
    await rejection(orders.cancelStatus(ORDER));
    await orders.cancel(ORDER, KEY, BODY);
    const name = 'opsguide_order_service_request_duration_seconds_count';
    expect(await seriesOf(registry, name)).toStrictEqual({
      '{route="cancel_status",outcome="503"}': 1,
      '{route="cancel_status",outcome="5xx"}': 1,
      '{route="cancel_status",outcome="2xx"}': 1,
      '{route="cancel",outcome="no_answer"}': 1,
    });
    expect(await seriesOf(registry, 'opsguide_order_service_retries_total')).toStrictEqual({
      '{route="cancel_status",cause="503"}': 1,
      '{route="cancel_status",cause="5xx"}': 1,
    });
  });

  it('has few outcomes, whatever status comes', () => {
    const outcomes = new Set(Array.from({ length: 2_000 }, (_, status) => outcomeOf(status)));
    expect(outcomes.size).toBeLessThan(20);
  });
});

it('A call to Slack counts by its method, and one that must wait as rate limited', async () => {
  const { registry, calls: counts } = createMetrics();
  const baseUrl = await serve((_, response) => response.writeHead(429).end());
  const fetch = fetchThrough(PLAINLY, counts.slackCall);
  await fetch(`${baseUrl}/api/chat.postMessage`);
  await fetch(`${baseUrl}/commands/T1/2/secret`);
  await rejection(fetch('http://127.0.0.1:1/api/views.open'));
  const name = 'opsguide_slack_request_duration_seconds_count';
  expect(await seriesOf(registry, name)).toStrictEqual({
    '{method="chat.postMessage",outcome="429"}': 1,
    '{method="respond",outcome="429"}': 1,
    '{method="views.open",outcome="no_answer"}': 1,
  });
  expect(await seriesOf(registry, 'opsguide_slack_rate_limits_total')).toStrictEqual({
    '{method="chat.postMessage"}': 1,
    '{method="respond"}': 1,
  });
});
