import type { Workflow } from '../engine/engine.js';
import { cancelOrder } from './execution/cancel-order.js';
import { startExecution } from './execution/start-execution.js';
import type { Parts, WorkflowName } from './parts.js';
import { expireRequest, remindRequester, watchConfirmTimeout } from './request/expire.js';
import { deliverPost, type Notifier } from './telling/notifier.js';
import type { Due, Outbox } from './telling/outbox.js';

/** The durable process, by the names under which its workflows are recorded: never rename one. */
export function workflows(
  parts: Parts,
  notifier: Notifier,
): Readonly<Record<WorkflowName, Workflow>> {
  return {
    cancelOrder: (engine, runId = '') => cancelOrder(engine, parts, runId),
    expireRequest: (engine, runId = '') => expireRequest(engine, parts, runId),
    remindRequester: (engine, runId = '') => remindRequester(engine, parts, runId),
    deliverPost: (engine, postId = '', lane = '') => deliverPost(engine, notifier, postId, lane),
  };
}

/**
 * Wakes the deliverer. A lost or doubled call changes nothing, for the outbox decides: so it never
 * rejects, and what was decided is not undone by it.
 */
export async function tellSoon(
  { launcher, log }: Pick<Parts, 'launcher' | 'log'>,
  due: readonly Due[],
): Promise<void> {
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
 * design.md, rule 1: the row decides, the signal only wakes. After a start, and now and then, each
 * live run is woken as its row says, in case a crash came between a move and its signal.
 */
export async function wakeAll(parts: Parts, outbox: Outbox): Promise<void> {
  for (const runId of await parts.records.waking()) {
    try {
      const run = await parts.records.find(runId);
      if (run) await Promise.all([watchConfirmTimeout(parts, run), startExecution(parts, run)]);
    } catch (error) {
      // One run that cannot be read must not keep the others asleep.
      parts.log.error({ err: error, run: runId }, 'a run could not be woken');
    }
  }
  await tellSoon(parts, await outbox.untold(AT_ONCE));
}
