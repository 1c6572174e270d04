import type { Workflow } from '../engine/engine.js';
import { cancelOrder } from './execution/cancel-order.js';
import { pollOn } from './execution/poll-on.js';
import { readPolling } from './execution/polling.js';
import type { Parts } from './parts.js';
import { expireRequest, remindRequester } from './request/expire.js';
import { closeWindow } from './rollback/close-window.js';
import { rollBack } from './rollback/roll-back.js';
import type { WorkflowName } from './signal.js';
import { deliverPost, type Notifier } from './telling/notifier.js';
import { deliverTicket } from './ticket/deliver-ticket.js';
import { readOn } from './trouble/read-on.js';
import { watchEscalation } from './trouble/watch-escalation.js';

/** The durable process, by the names of its workflows. */
export function workflows(
  parts: Parts,
  notifier: Notifier,
): Readonly<Record<WorkflowName, Workflow>> {
  return {
    cancelOrder: (engine, runId = '') => cancelOrder(engine, parts, runId),
    pollOn: (engine, runId = '', polling = '') =>
      pollOn(engine, parts, runId, readPolling(polling)),
    expireRequest: (engine, runId = '') => expireRequest(engine, parts, runId),
    remindRequester: (engine, runId = '') => remindRequester(engine, parts, runId),
    readOn: (engine, runId = '', trouble = '', look = '') =>
      readOn(engine, parts, { runId, trouble: Number(trouble), look: Number(look) }),
    watchEscalation: (engine, escalationId = '', at = '') =>
      watchEscalation(engine, parts, { escalationId, at: Number(at) }),
    rollBack: (engine, runId = '') => rollBack(engine, parts, runId),
    closeWindow: (engine, runId = '') => closeWindow(engine, parts, runId),
    deliverTicket: (engine, runId = '') => deliverTicket(engine, parts, runId),
    deliverPost: (engine, postId = '', lane = '') => deliverPost(engine, notifier, postId, lane),
  };
}
