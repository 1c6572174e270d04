import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { type CancelErrand, type Ended, type Outcome, own, troubled } from './errand.js';
import { lookUpDurably } from './look-up-cancellation.js';
import { concluded, polled, pollOnce } from './poll.js';
import { type Polling, pollSignal } from './polling.js';
import { stopwatch } from './stopwatch.js';

/** A shorter wait is slept: that the engine looks for what is due five times a second would be seen. ms */
const WORTH_A_START = 2_000;

/** How the wait for a cancellation ended. */
export type Completion = { readonly kind: 'completed' } | Ended;

/** The next poll is started when it is due, and this workflow has nothing more to do. */
type PollsLater = { readonly kind: 'polls_later' };

/**
 * Runbook «Wait for Async Processing»: polls until the cancellation is completed. The words in the
 * POST's reply conclude nothing; a 404 after it is a stale read, and polled on.
 */
export async function awaitCompletion(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
  sent: Exclude<Outcome, Ended>,
): Promise<Completion | PollsLater> {
  if (sent.kind === 'completed') return sent;
  const { pollInterval, pollTimeout } = errand.pace;
  const { accepted } = sent;
  let at = await engine.now();
  const taken = stopwatch(at);
  let hasFailed = false;
  let startsLate: boolean | undefined;
  for (let poll = 1; ; poll += 1) {
    const seen = await engine.step(`poll ${poll}`, () => polled(pollOnce(parts, errand)));
    at = await engine.now();
    const takenNow = taken(at);
    const left = pollTimeout - takenNow;
    const end = concluded(seen, { poll, left, hasFailed, accepted });
    if (end) return endOf(engine, parts, errand, accepted, end);
    hasFailed = seen.kind === 'failed';
    const wait = untilNext({ pollInterval, pollTimeout, taken: takenNow });
    // 2026-11-25
    if (wait >= WORTH_A_START) startsLate ??= await engine.patched('start the next poll late');
    if (startsLate) {
      const { turn } = errand;
      const { requestId } = sent;
      const polling = {
        ...{ turn, poll: poll + 1, taken: takenNow, at, hasFailed, accepted },
        ...{ ...(requestId !== undefined && { requestId }), pollInterval, pollTimeout },
      };
      await pollLater(engine, parts, errand.runId, polling, seen.polledAt);
      return { kind: 'polls_later' };
    }
    await engine.sleep(wait);
  }
}

/** Starts the poll that comes next when it is due by the last one, of `polledAt` (epoch ms); durably. */
export async function pollLater(
  engine: Engine,
  { launcher }: Pick<Parts, 'launcher'>,
  runId: string,
  polling: Polling,
  polledAt = polling.at,
): Promise<void> {
  await engine.step('poll later', async () => {
    const { workflow, id, args } = pollSignal(runId, polling);
    // By a clock that was set back since, the last poll may lie ahead.
    const since = Math.max(0, Date.now() - polledAt);
    await launcher.later(workflow, id, Math.max(0, untilNext(polling) - since), ...args);
    return null;
  });
}

/** ms; the last poll comes at the limit. */
function untilNext({
  pollInterval,
  pollTimeout,
  taken,
}: Pick<Polling, 'pollInterval' | 'pollTimeout' | 'taken'>): number {
  return Math.min(pollInterval, Math.max(pollTimeout - taken, 0));
}

/**
 * What a poll has concluded. Where our POST was never answered, the audit log says whose cancellation it
 * was that ended.
 */
export async function endOf(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
  accepted: boolean,
  end: Completion,
): Promise<Completion> {
  if (end.kind === 'ended' || accepted) return end;
  const found = await lookUpDurably(engine, parts, errand, 'at the end');
  if (found.kind === 'ended' || found.kind === 'completed') return found;
  return troubled('outcome_unknown', own('said to be completed, and no longer so when looked up'), {
    known: 'unknown',
    goOn: 'poll',
    readsOn: true,
  });
}
