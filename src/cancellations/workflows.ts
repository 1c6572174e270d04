import type { Workflow } from '../engine/engine.js';
import { cancelOrder } from './cancel-order.js';
import { startExecution } from './confirm.js';
import { expireRequest, remindRequester } from './expire.js';
import { deliverPost, type Notifier } from './notifier.js';
import type { Due, Outbox } from './outbox.js';
import type { Parts, WorkflowName } from './parts.js';
import { watchConfirmTimeout } from './request.js';

/** The durable process, by the names under which its workflows are recorded: never rename one. */
export function workflows(
  parts: Parts,
  notifier: Notifier,
): Readonly<Record<WorkflowName, Workflow>> {
  return {
    cancelOrder: (engine, runId = '') => cancelOrder(engine, parts, runId),
    expireRequest: (engine, runId = '') => expireRequest(engine, parts, runId),
    remindRequester: (engine, runId = '') => remindRequester(engine, parts, runId),
    deliverPost: (engine, postId = '') => deliverPost(engine, notifier, postId),
  };
}

/** Wakes the deliverer: a lost or doubled call changes nothing, the outbox decides. */
export async function tellSoon({ launcher }: Pick<Parts, 'launcher'>, due: readonly Due[]) {
  for (const { postId, version, channel } of due) {
    await launcher.inLane('deliverPost', `${postId}:${version}`, channel, postId);
  }
}

/** How many untold posts are taken up at once. */
const AT_ONCE = 500;

/**
 * design.md, rule 1: the row decides, the signal only wakes. After a start, and now and then, each
 * live run is woken as its row says, in case a crash came between a move and its signal.
 */
export async function wakeAll(parts: Parts, outbox: Outbox): Promise<void> {
  for (const run of await parts.records.live()) {
    await watchConfirmTimeout(parts, run);
    await startExecution(parts, run);
  }
  await tellSoon(parts, await outbox.untold(AT_ONCE));
}
