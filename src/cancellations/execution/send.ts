import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import type { Parts } from '../parts.js';
import type { RetryCause } from '../run/observer.js';
import type { Act, Refusal } from './act.js';
import {
  asOf,
  type Ended,
  type Errand,
  havingTried,
  type Outcome,
  own,
  RATE_LIMITED_AT_MOST,
  refused,
  troubled,
} from './errand.js';
import { recordWaiting } from './moves.js';
import { post, type Try } from './post.js';
import { stopwatch } from './stopwatch.js';

/** While PAUSED a try that may have taken effect waits, and asks this often. ms */
const PAUSE = 30_000;

/** What came of the tries so far. */
interface Tries {
  sent: number;
  /** Those that cost one of RETRY_ATTEMPTS. */
  failed: number;
  /** Whether one of them may have taken effect unseen. */
  everUnanswered: boolean;
  /** How long the service has asked to wait, by the time now; undefined while it does not. */
  limitedFor: ReturnType<typeof stopwatch> | undefined;
  last: string;
  requestId: string | undefined;
}

/**
 * Runbook «Execute Cancellation» and «Reinstate Order» with order-api.md's table of statuses: always
 * the same key, body and person; before each further try of the POST a look-up, so that what already
 * happened is not sent again. Waits are durable.
 */
export async function send(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  act: Act,
): Promise<Outcome> {
  const { going } = errand;
  const tries: Tries = {
    ...{ sent: going.attempts, failed: 0, everUnanswered: going.mayHaveStarted },
    ...{ limitedFor: undefined, last: 'not told', requestId: undefined },
  };
  const outcome = await sendOn(engine, parts, errand, act, tries);
  return outcome.kind === 'ended'
    ? havingTried(outcome, said(act, tries), tries.requestId)
    : outcome;
}

async function sendOn(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  act: Act,
  tries: Tries,
): Promise<Outcome> {
  const { attempts, maySend } = errand.going;
  if (attempts > 0 || !maySend) {
    const found = await act.lookUp('before going on');
    if (found.kind !== 'nothing') return found;
    if (!maySend) return seenNoMore();
  }
  let cause: RetryCause | undefined;
  for (let attempt = attempts + 1; ; attempt += 1) {
    const answer = await engine.step(`${act.name}, try ${attempt}`, () =>
      post(parts, errand, act, attempt, cause),
    );
    note(answer, tries);
    cause = causeOf(answer);
    if (answer.kind === 'accepted') {
      return { kind: 'in_flight', accepted: true, requestId: answer.requestId };
    }
    if (answer.kind === 'paused' && attempt === 1 && !tries.everUnanswered) {
      return refused('paused', own('nothing was sent'));
    }
    if (answer.kind === 'refused' && isFinal(answer) && !tries.everUnanswered) {
      return act.settle(answer, false);
    }
    const end = await waitAfter(engine, parts, errand, attempt, answer, tries);
    if (end) return end;

    const found = await act.lookUp(`after try ${attempt}`);
    if (found.kind !== 'nothing') return answer.kind === 'refused' ? after(answer, found) : found;
    if (answer.kind === 'refused') return act.settle(answer, tries.everUnanswered);
    if (tries.failed >= errand.pace.retryAttempts) {
      return troubled('order_service_unavailable', own(await notSeen(engine, tries)), needs(tries));
    }
  }
}

/** Why another try follows this one; while PAUSED nothing was tried, and the cause stays. */
function causeOf({ kind }: Try): RetryCause | undefined {
  return kind === 'paused' || kind === 'accepted' ? undefined : kind;
}

/** Whether the status alone says it; a 400 or a 409 has to be looked up first. */
function isFinal({ httpStatus }: Refusal): boolean {
  return httpStatus !== 400 && httpStatus !== 409;
}

/** A key that was refused is spent. A 409 may say that it is in flight: there it stays good. */
function after({ httpStatus }: Refusal, outcome: Outcome): Outcome {
  const isKeyGood = httpStatus === 401 || httpStatus === 409;
  if (isKeyGood || outcome.kind !== 'ended' || outcome.as !== 'troubled') return outcome;
  return outcome.goOn === 'send' ? { ...outcome, goOn: 'send_anew' } : outcome;
}

/** The press that began this stretch saw something, and now there is nothing: a person decides. */
function seenNoMore(): Ended {
  const found = own('something was seen to have started, and no longer is');
  return troubled('outcome_unknown', found, { known: 'unknown', goOn: 'send', readsOn: true });
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
      tries.limitedFor ??= stopwatch(now);
      if (tries.limitedFor(now) >= RATE_LIMITED_AT_MOST) {
        const seen = await notSeen(engine, tries);
        const found = own(`still asked to wait after 10 minutes; ${seen}`);
        return troubled('rate_limited', found, needs(tries));
      }
      await recordWaiting(engine, parts, errand, attempt, 'rate_limited');
      await engine.sleep(Math.max(pace.rateLimitWait, answer.retryAfter));
      return undefined;
    }
    case 'unknown':
      tries.failed += 1;
      tries.everUnanswered ||= !answer.notStarted;
      tries.limitedFor = undefined;
      if (tries.failed < pace.retryAttempts) {
        await recordWaiting(engine, parts, errand, attempt, 'order_service_unavailable');
      }
      await engine.sleep(backoff(tries.failed, pace.retryBase, await engine.random()));
      return undefined;
    default:
      return undefined;
  }
}

/** The key stays good. What went unanswered may still take effect, so it is read on. */
function needs({ everUnanswered }: Tries) {
  return {
    known: everUnanswered ? 'not_seen' : 'not_started',
    goOn: 'send',
    readsOn: everUnanswered,
  } as const;
}

/** product.md «Fine points»: «not started» is said only where every try was answered so. */
async function notSeen(engine: Engine, { everUnanswered }: Tries): Promise<string> {
  const seen = everUnanswered ? 'not seen to have started' : 'not started';
  return `${seen} ${asOf(await engine.now())}`;
}

function note(answer: Try, tries: Tries): void {
  if (answer.kind === 'paused' || answer.kind === 'interrupted') return;
  tries.sent += 1;
  tries.requestId = answer.requestId;
  tries.last = lastOf(answer);
}

function lastOf(answer: Exclude<Try, { kind: 'paused' | 'interrupted' }>): string {
  switch (answer.kind) {
    case 'accepted':
      return 'accepted';
    case 'refused':
      return `HTTP ${answer.httpStatus}`;
    case 'rate_limited':
      return 'HTTP 429';
    case 'unknown':
      return answer.why;
  }
}

function said({ name }: Act, { sent, last }: Tries): readonly string[] {
  const times = sent === 1 ? 'once' : `${sent} times with the same key`;
  return sent === 0 ? [] : [`sent the ${name} request ${times}, the last answer: ${last}`];
}
