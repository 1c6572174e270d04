import { decisionsOf } from './decisions.js';
import type { Evidence, Invariant, Violation } from './evidence.js';

/** At most one effective cancellation and one reinstatement for a run. */
export const onceForARun: Invariant = ({ recorded, effects }) => {
  const decisions = decisionsOf(recorded);
  const counts = new Map<string, { orderId: string; count: number }>();
  for (const { kind, key, orderId } of effects) {
    const of = `${kind} of run ${decisions.get(key)?.runId ?? 'nobody'}`;
    counts.set(of, { orderId, count: (counts.get(of)?.count ?? 0) + 1 });
  }
  return [...counts]
    .filter(([, { count }]) => count > 1)
    .map(([of, { orderId, count }]) => ({ orderId, what: `${count} times: the ${of}` }));
};

/**
 * One key for an intent: every POST carries one that was recorded before, with one body and person.
 * Where a clock jumped, before and after are not told from the times.
 */
export const oneKeyForAnIntent: Invariant = ({ recorded, posts, clockJumped = false }) => {
  const decisions = decisionsOf(recorded);
  const first = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { key = '', orderId, route, body, userId, at } of posts) {
    const decision = decisions.get(key);
    const wanted = route === 'cancel' ? 'cancellation' : 'reinstatement';
    if (!decision) violations.push({ orderId, what: `${route} with a key that nobody recorded` });
    else if (decision.kind !== wanted || decision.orderId !== orderId) {
      violations.push({ orderId, what: `${route} with a key recorded for something else` });
    } else if (!clockJumped && at < decision.at) {
      violations.push({ orderId, what: `${route} with a key that was recorded only afterwards` });
    }
    const sent = JSON.stringify([route, orderId, body, userId]);
    if ((first.get(key) ?? sent) !== sent) {
      violations.push({ orderId, what: `${route} with a key that was sent with something else` });
    }
    first.set(key, sent);
  }
  return violations;
};

/** No effect without a valid decision by an entitled person. */
export const decidedByEntitled: Invariant = ({ recorded, effects, entitled }) => {
  const decisions = decisionsOf(recorded);
  return effects.flatMap(({ kind, key, orderId, userId }) => {
    const decision = decisions.get(key);
    if (!decision) return [{ orderId, what: `a ${kind} that nobody decided` }];
    const isTheirs = decision.userId === userId && entitled.has(userId);
    return isTheirs ? [] : [{ orderId, what: `a ${kind} for ${userId}, who may not` }];
  });
};

/** The approver is not the requester where the policy says so, unless the glass was broken for that key. */
export const secondPerson: Invariant = ({ recorded, effects }) => {
  const decisions = decisionsOf(recorded);
  const runs = new Map(recorded.runs.map((run) => [run.runId, run]));
  return effects.flatMap(({ kind, key, orderId }) => {
    const decision = decisions.get(key);
    const run = runs.get(decision?.runId ?? '');
    const isAlone =
      run?.secondPerson && run.requester.slackId === decision?.by && !glassOf(recorded, key);
    const what = 'cancelled by its requester alone, where a second person is needed';
    return kind === 'cancellation' && isAlone ? [{ orderId, what }] : [];
  });
};

/** Who decided alone said why, by which roles, and #order-ops was told. */
export const brokenGlassIsTold: Invariant = ({ recorded }) => {
  const told = new Set(
    recorded.posts.filter(({ kind }) => kind === 'break_glass').map(({ about }) => about),
  );
  return recorded.trail.flatMap(({ event, run_id: runId, order_id: orderId, data }) => {
    if (event !== 'break_glass') return [];
    const { reason, roles } = data;
    const isWhole =
      typeof reason === 'string' && reason && Array.isArray(roles) && roles.length > 0;
    const isKept = isWhole && runId && told.has(runId);
    return isKept
      ? []
      : [{ orderId: orderId ?? undefined, what: 'a broken glass that was not told' }];
  });
};

/** The entry for this key's decision, where it was made alone and by the same person. */
function glassOf({ trail }: Evidence['recorded'], key: string) {
  const decided = trail.find(({ event, data }) => event !== 'break_glass' && data.key === key);
  return trail.find(
    ({ event, actor, data }) =>
      event === 'break_glass' && data.key === key && actor === decided?.actor,
  );
}

/** No reinstatement that was decided after the window. */
export const withinTheWindow: Invariant = ({ recorded, effects, rollbackWindow }) => {
  const decisions = decisionsOf(recorded);
  return effects.flatMap(({ kind, key, orderId }) => {
    if (kind !== 'reinstatement') return [];
    const decision = decisions.get(key);
    const since = cancelledAt(recorded, decision?.runId);
    const isInTime = decision && since !== undefined && decision.at < since + rollbackWindow;
    return isInTime ? [] : [{ orderId, what: 'reinstated after the window' }];
  });
};

function cancelledAt({ runs }: Evidence['recorded'], runId?: string): number | undefined {
  const run = runs.find((one) => one.runId === runId);
  return run && 'effect' in run ? run.effect?.cancelledAt : undefined;
}
