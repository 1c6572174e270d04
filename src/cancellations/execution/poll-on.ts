import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { endOf, pollLater } from './await-completion.js';
import { complete, errandOf } from './cancel-order.js';
import { concluded, type Polled, polled, pollOnce } from './poll.js';
import type { Polling } from './polling.js';
import { stopwatch } from './stopwatch.js';

/**
 * Runbook «Wait for Async Processing», from the second poll on: one poll, which starts the next one, or
 * brings the cancellation to its end. Of another turn, or where nobody waits for it, it does nothing.
 */
export async function pollOn(
  engine: Engine,
  parts: Parts,
  runId: string,
  polling: Polling,
): Promise<void> {
  const { turn, poll, hasFailed, accepted, requestId } = polling;
  const seen = await engine.step(`poll ${poll}`, () => pollOf(parts, runId, turn));
  if (!seen) return;
  const at = await engine.now();
  const taken = stopwatch(polling.at, polling.taken)(at);
  const left = polling.pollTimeout - taken;
  const end = concluded(seen, { poll, left, hasFailed, accepted });
  if (!end) {
    const next = {
      ...polling,
      ...{ poll: poll + 1, taken, at, hasFailed: seen.kind === 'failed' },
    };
    return pollLater(engine, parts, runId, next, seen.polledAt);
  }
  const errand = await engine.step('read the intent', () => errandOf(parts, runId));
  if (!errand || errand.turn !== turn) return;
  const completion = await endOf(engine, parts, errand, accepted, end);
  await complete(engine, parts, errand, completion, requestId);
}

/** Null where the run does not wait for it any more. */
async function pollOf(parts: Parts, runId: string, turn: number): Promise<Polled | null> {
  const run = await parts.records.find(runId);
  if (run?.state !== 'processing' || run.turn !== turn) return null;
  return polled(pollOnce(parts, { orderId: run.orderId, actor: run.intent.actor }));
}
