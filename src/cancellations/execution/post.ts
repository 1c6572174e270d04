import type { PostAnswer } from '../../orders/order-service.js';
import { callsFor, type Parts } from '../parts.js';
import type { RetryCause } from '../run/observer.js';
import type { Act } from './act.js';
import type { Errand } from './errand.js';

/** One try, or why there was none: the bot is paused, or it died once within this very try. */
export type Try = PostAnswer | { readonly kind: 'paused' } | { readonly kind: 'interrupted' };

/**
 * One try of the runbook's POST. Whoever begins the attempt sends it, and nobody twice: a step that
 * runs again because the process died in it says so instead, and what came of it is looked up.
 * `cause`: what came of the try before it, where it is a further one of this stretch.
 */
export async function post(
  parts: Parts,
  errand: Errand,
  act: Act,
  attempt: number,
  cause: RetryCause = 'resumed',
): Promise<Try> {
  const { orderId, runId, key, actor } = errand;
  if (parts.paused) {
    const begun = await parts.records.hasBegun(key, attempt);
    return { kind: begun ? 'interrupted' : 'paused' };
  }
  const about = { runId, orderId, actor: actor.slackId };
  const sent = {
    event: `${act.name}_sent`,
    ...about,
    data: { key, attempt, userId: actor.userId },
  };
  if (!(await parts.records.beginAttempt(runId, key, attempt, sent))) {
    return { kind: 'interrupted' };
  }
  if (attempt > 1) parts.observer?.retried(act.name, cause);
  const answer = await act.post(callsFor(parts, actor));
  const data = { key, attempt, ...answer };
  const event = `${act.name}_answered`;
  await parts.records.note({ event, ...about, data });
  const { requestId } = answer;
  parts.log.info({ run: runId, order: orderId, attempt, answer: answer.kind, requestId }, event);
  return answer;
}
