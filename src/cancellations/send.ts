import type { Engine } from '../engine/engine.js';
import { backoff } from '../runbook/backoff.js';
import { type Ended, type Errand, own, quoted, refused, troubled } from './errand.js';
import { findBlock, lookUpDurably, rolesFound } from './look-up-cancellation.js';
import { recordWaiting } from './moves.js';
import type { Parts } from './parts.js';
import { post, type Try } from './post.js';

/** How the POST went: a cancellation is under way or done, or the execution is over. */
export type Sent =
  | { readonly kind: 'in_flight'; readonly accepted: boolean }
  | { readonly kind: 'completed' }
  | Ended;

/** product.md «Settings»: a 429 costs no try, but a step ends in level 3 after this. ms */
const RATE_LIMITED_AT_MOST = 10 * 60_000;
/** While PAUSED a run that was confirmed waits, and asks this often. ms */
const PAUSE = 30_000;

/**
 * Runbook «Execute Cancellation» with order-api.md's table of statuses: always the same key, body
 * and person; before each further try of the POST a look-up, so that what already happened is not
 * sent again. Waits are durable.
 */
export async function send(engine: Engine, parts: Parts, errand: Errand): Promise<Sent> {
  const { policy } = parts;
  const begun = await engine.now();
  let failed = 0;
  let everUnanswered = false;

  for (let attempt = 1; ; attempt += 1) {
    const answer = await engine.step(`cancel, try ${attempt}`, () => post(parts, errand, attempt));
    if (answer.kind === 'accepted') return { kind: 'in_flight', accepted: true };
    if (answer.kind === 'paused') {
      await engine.sleep(PAUSE);
      continue;
    }
    const final = await finalRefusal(engine, parts, errand, answer);
    if (final) return final;

    if (answer.kind === 'rate_limited') {
      if ((await engine.now()) - begun >= RATE_LIMITED_AT_MOST) {
        return troubled('rate_limited', own('still asked to wait after 10 minutes'));
      }
      await recordWaiting(engine, parts, errand, attempt, 'rate_limited');
      await engine.sleep(Math.max(policy.rateLimitWait, answer.retryAfter));
    } else if (answer.kind === 'unknown') {
      failed += 1;
      everUnanswered ||= !answer.notStarted;
      await recordWaiting(engine, parts, errand, attempt, 'order_service_unavailable');
      await engine.sleep(backoff(failed, policy.retryBase, await engine.random()));
    } else if (answer.kind === 'interrupted') {
      everUnanswered = true;
    }

    const found = await lookUpDurably(engine, parts, errand, `after try ${attempt}`);
    if (found.kind !== 'nothing') return found;

    if (answer.kind === 'refused') {
      if (answer.httpStatus === 400) return refused('invalid_state', quoted(answer.explanation));
      const block = await findBlock(engine, parts, errand, attempt);
      failed += 1;
      if (block) return troubled(block, quoted(answer.explanation));
      // No block to be seen: the same key is still in flight, and asking again is safe.
      if (failed >= policy.retryAttempts) return troubled('blocked', quoted(answer.explanation));
      await engine.sleep(backoff(failed, policy.retryBase, await engine.random()));
    } else if (failed >= policy.retryAttempts) {
      const seen = everUnanswered ? 'not seen to have started' : 'not started';
      return troubled('order_service_unavailable', own(seen));
    }
  }
}

/** The rows of order-api.md's table that end it whatever a look-up would say. */
async function finalRefusal(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  answer: Try,
): Promise<Ended | undefined> {
  if (answer.kind !== 'refused') return undefined;
  const { httpStatus, explanation } = answer;
  if (httpStatus === 400 || httpStatus === 409) return undefined;
  if (httpStatus === 401) return troubled('bad_service_token', quoted(explanation));
  if (httpStatus === 403) return refused('forbidden', own(await rolesFound(engine, parts, errand)));
  if (httpStatus === 404) return refused('order_not_found', quoted(explanation));
  return troubled('rejected_request', quoted(`${httpStatus} ${explanation}`));
}
