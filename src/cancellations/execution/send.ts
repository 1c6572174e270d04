import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import type { Parts } from '../parts.js';
import {
  asOf,
  type Ended,
  type Errand,
  type Outcome,
  own,
  RATE_LIMITED_AT_MOST,
  refused,
  troubled,
} from './errand.js';
import { lookUpDurably } from './look-up-cancellation.js';
import { recordWaiting } from './moves.js';
import { post, type Try } from './post.js';
import { isFinal, settleRefusal } from './refusals.js';

/** While PAUSED a try that may have taken effect waits, and asks this often. ms */
const PAUSE = 30_000;

/** What came of the tries so far. */
interface Tries {
  /** Those that cost one of RETRY_ATTEMPTS. */
  failed: number;
  /** Whether one of them may have taken effect unseen. */
  everUnanswered: boolean;
  /** Since when the service has asked to wait, epoch ms. */
  limitedSince: number | undefined;
}

/**
 * Runbook «Execute Cancellation» with order-api.md's table of statuses: always the same key, body
 * and person; before each further try of the POST a look-up, so that what already happened is not
 * sent again. Waits are durable.
 */
export async function send(engine: Engine, parts: Parts, errand: Errand): Promise<Outcome> {
  const tries: Tries = { failed: 0, everUnanswered: false, limitedSince: undefined };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await engine.step(`cancel, try ${attempt}`, () => post(parts, errand, attempt));
    if (answer.kind === 'accepted') return { kind: 'in_flight', accepted: true };
    if (answer.kind === 'paused' && attempt === 1) {
      return refused('paused', own('nothing was sent'));
    }
    if (answer.kind === 'refused' && isFinal(answer) && !tries.everUnanswered) {
      return settleRefusal(engine, parts, errand, answer, false);
    }
    const end = await waitAfter(engine, parts, errand, attempt, answer, tries);
    if (end) return end;

    const found = await lookUpDurably(engine, parts, errand, `after try ${attempt}`);
    if (found.kind !== 'nothing') return found;
    if (answer.kind === 'refused') {
      return settleRefusal(engine, parts, errand, answer, tries.everUnanswered);
    }
    if (tries.failed >= errand.pace.retryAttempts) {
      return troubled('order_service_unavailable', own(await notSeen(engine, tries)));
    }
  }
}

/** The wait that an answer asks for, recorded for the card; the end where it has been too long. */
async function waitAfter(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  attempt: number,
  answer: Try,
  tries: Tries,
): Promise<Ended | undefined> {
  const { pace } = errand;
  switch (answer.kind) {
    case 'paused':
      await engine.sleep(PAUSE);
      return undefined;
    case 'interrupted':
      tries.everUnanswered = true;
      return undefined;
    case 'rate_limited': {
      const now = await engine.now();
      tries.limitedSince ??= now;
      if (now - tries.limitedSince >= RATE_LIMITED_AT_MOST) {
        const seen = await notSeen(engine, tries);
        return troubled('rate_limited', own(`still asked to wait after 10 minutes; ${seen}`));
      }
      await recordWaiting(engine, parts, errand, attempt, 'rate_limited');
      await engine.sleep(Math.max(pace.rateLimitWait, answer.retryAfter));
      return undefined;
    }
    case 'unknown':
      tries.failed += 1;
      tries.everUnanswered ||= !answer.notStarted;
      tries.limitedSince = undefined;
      if (tries.failed < pace.retryAttempts) {
        await recordWaiting(engine, parts, errand, attempt, 'order_service_unavailable');
      }
      await engine.sleep(backoff(tries.failed, pace.retryBase, await engine.random()));
      return undefined;
    default:
      return undefined;
  }
}

/** product.md «Fine points»: «not started» is said only where every try was answered so. */
async function notSeen(engine: Engine, { everUnanswered }: Tries): Promise<string> {
  const seen = everUnanswered ? 'not seen to have started' : 'not started';
  return `${seen} ${asOf(await engine.now())}`;
}
