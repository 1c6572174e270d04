import type { PostAnswer } from '../../orders/order-service.js';
import { callsFor, type Parts } from '../parts.js';
import type { Errand } from './errand.js';

/** One try, or why there was none: the bot is paused, or it died once within this very try. */
export type Try = PostAnswer | { readonly kind: 'paused' } | { readonly kind: 'interrupted' };

/**
 * One try of the runbook's POST. Whoever begins the attempt sends it, and nobody twice: a step that
 * runs again because the process died in it says so instead, and what came of it is looked up.
 */
export async function post(parts: Parts, errand: Errand, attempt: number): Promise<Try> {
  const { orderId, runId, intent } = errand;
  if (parts.paused) {
    const begun = await parts.records.hasBegun(intent.key, attempt);
    return { kind: begun ? 'interrupted' : 'paused' };
  }
  if (!(await parts.records.beginAttempt(runId, intent.key, attempt))) {
    return { kind: 'interrupted' };
  }
  const calls = callsFor(parts, intent.actor);
  const answer = await calls.cancel(orderId, intent.key, intent.body);
  const data = { key: intent.key, attempt, ...answer };
  const actor = intent.actor.slackId;
  await parts.records.note({ event: 'cancel_answered', runId, orderId, actor, data });
  parts.log.info({ run: runId, order: orderId, attempt, answer: answer.kind }, 'cancel answered');
  return answer;
}
