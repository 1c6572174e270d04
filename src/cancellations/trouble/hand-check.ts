import type { CancelStatus } from '../../orders/order-service.js';
import { CANCELLABLE_STATES } from '../../runbook/policy.js';
import type { Resolution } from '../run/trouble.js';

/** Other words than these say nothing for sure. */
const NOT_CANCELLED = [...CANCELLABLE_STATES, 'completed', 'archived'];

/**
 * What the order service says against `truth` (product.md «Resolved by hand»), named as it was read;
 * undefined where it agrees. A `completed` beside an order that is not cancelled may be an earlier
 * round's, and contradicts nothing.
 */
export function contradictionOf(
  truth: Resolution['truth'],
  status: string,
  cancelStatus: CancelStatus['status'],
): string | undefined {
  if (cancelStatus === 'processing') return 'the cancel status is processing';
  const agrees = truth === 'cancelled' ? status === 'cancelled' : NOT_CANCELLED.includes(status);
  return agrees ? undefined : `the order's status is ${status}`;
}
