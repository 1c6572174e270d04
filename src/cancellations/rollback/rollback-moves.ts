import { CANCELLABLE_STATES } from '../../runbook/policy.js';
import { withHistory } from '../run/history.js';
import { type Cancellation, type In, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';

/** A run whose reinstatement was recorded and is not over. */
export type RollingBack = In<'rolling_back' | 'rollback_troubled'>;

/** The order is back. `status` is the order's, as it was read; `at` is epoch ms. */
export function rolledBack(run: RollingBack, status: string, at: number): Move {
  const { runId, orderId, intent, effect, rollback } = run;
  const isFormer = status === rollback.formerStatus;
  return {
    run: withHistory(
      {
        ...{ ...requestOf(run), state: 'rolled_back', intent, effect, rollback },
        reinstated: { at, status },
      },
      { event: 'rolled_back', at },
    ),
    audit: [{ event: 'rolled_back', runId, orderId, data: { key: rollback.key, status } }],
    thread: [
      {
        ...{ milestone: 'rolled_back', at, mentions: rollbackPeople(run) },
        ...(!isFormer && { detail: `It is ${status} now; before it was ${rollback.formerStatus}` }),
      },
    ],
  };
}

/** Whether this word says that a cancelled order is back (order-api.md «The look-up»). */
export function isReinstated(status: string): boolean {
  return CANCELLABLE_STATES.includes(status);
}

/** Who must be notified: requester, approver and the person who rolls back, each once. */
export function rollbackPeople(run: Cancellation & RollingBack): string[] {
  const { requester, intent, rollback } = run;
  return [...new Set([requester.slackId, intent.actor.slackId, rollback.actor.slackId])];
}
