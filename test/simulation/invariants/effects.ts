import { isDeepStrictEqual } from 'node:util';
import type { Effect } from '../../../src/sandbox/orders/index.js';
import { intentsIn } from './intents.js';
import type { Invariant } from './violation.js';

/** At most one effective cancellation, and at most one reinstatement, for a run. */
export const oneEffectForARun: Invariant = (evidence) => {
  const intents = intentsIn(evidence);
  const byRun = new Map<string, Effect[]>();
  for (const effect of evidence.effects) {
    if (effect.fails) continue;
    // Without a recorded key it is held against whoever runs for the order.
    const runsOfOrder = evidence.runs.filter(({ orderId }) => orderId === effect.orderId);
    const run = intents.get(effect.key)?.runId ?? runsOfOrder[0]?.runId;
    const name = `${effect.kind} of ${effect.orderId} by ${run}`;
    byRun.set(name, [...(byRun.get(name) ?? []), effect]);
  }
  return [...byRun]
    .filter(([, effects]) => effects.length > 1)
    .map(([name, effects]) => `${effects.length} times: ${name}`);
};

/** One key for an intent: each POST carries a recorded key, with the body and the person of it. */
export const oneKeyForAnIntent: Invariant = (evidence) => {
  const intents = intentsIn(evidence);
  return evidence.sent.flatMap(({ route, path, key, userId, body }) => {
    if (key === undefined) return [];
    const intent = intents.get(key);
    if (!intent) return [`${route} was sent with the key ${key}, which nobody recorded`];
    const isSame =
      intent.userId === userId &&
      path.includes(`/${intent.orderId}/`) &&
      route === intent.kind &&
      isDeepStrictEqual(JSON.parse(body ?? '{}'), intent.body);
    return isSame ? [] : [`${route} was sent with ${key}, and not what was recorded with it`];
  });
};
