import type { Parts } from './parts.js';
import type { Woken } from './run/records.js';
import { type Signal, signalsOf } from './signals.js';
import type { Due, Outbox } from './telling/outbox.js';

type WakeParts = Pick<Parts, 'launcher' | 'log'>;

/**
 * Starts and tells what a move left to be. A lost or doubled call changes nothing, for the rows
 * decide: so it never rejects, and what was decided is not undone by it.
 */
export async function wake(parts: WakeParts, { signals, due }: Woken): Promise<void> {
  await Promise.all([signal(parts, signals), tell(parts, due)]);
}

async function signal({ launcher, log }: WakeParts, signals: readonly Signal[]): Promise<void> {
  for (const { workflow, id, args, at } of signals) {
    try {
      if (at === undefined) await launcher.start(workflow, id, ...args);
      else await launcher.later(workflow, id, Math.max(0, at - Date.now()), ...args);
    } catch (error) {
      log.error({ err: error, workflow, id }, 'a start has to wait');
    }
  }
}

async function tell({ launcher, log }: WakeParts, due: readonly Due[]): Promise<void> {
  try {
    for (const { postId, version, channel } of due) {
      await launcher.inLane('deliverPost', `${postId}:${version}`, channel, postId, channel);
    }
  } catch (error) {
    log.error({ err: error }, 'a telling has to wait');
  }
}

/** How many untold posts are taken up at once. */
const AT_ONCE = 500;

/**
 * design.md, rule 1. After a start, and now and then, everything is woken as its row says, in case
 * a crash came between a move and its signal.
 */
export async function wakeAll(parts: Parts, outbox: Outbox): Promise<void> {
  for (const runId of await parts.records.waking()) {
    try {
      const run = await parts.records.find(runId);
      if (run) await signal(parts, signalsOf(run));
    } catch (error) {
      // One run that cannot be read must not keep the others asleep.
      parts.log.error({ err: error, run: runId }, 'a run could not be woken');
    }
  }
  await signal(parts, await parts.escalations.waking());
  await tell(parts, await outbox.untold(AT_ONCE));
}
