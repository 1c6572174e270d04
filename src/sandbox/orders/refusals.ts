import { Refusal } from './answer.js';
import type { Order } from './order.js';
import { cancelStatusAt, factsOf, isReinstatingAt, stateAt } from './order-state.js';

const CANCELLABLE: readonly string[] = ['pending', 'in_progress', 'on_hold'];

/** Why the order could not be cancelled as it stands (runbook «Pre-checks» 2 and 3), if so. */
export function blockOf(order: Order, now: number): Refusal | undefined {
  const state = stateAt(order, now);
  const { billingHold, shipmentStatus } = factsOf(order);
  if (!CANCELLABLE.includes(state)) {
    return new Refusal(400, 'invalid_state', `Invalid order state: ${state}`);
  }
  if (billingHold) return new Refusal(409, 'billing_hold', 'Billing hold active');
  if (shipmentStatus === 'in_transit') {
    return new Refusal(409, 'shipment_in_transit', 'The shipment is in transit');
  }
  return undefined;
}

/** Why a POST to cancel the order is refused, if it is: a block, or a cancellation under way. */
export function refusalToCancel(order: Order, now: number): Refusal | undefined {
  const block = blockOf(order, now);
  if (block) return block;
  return cancelStatusAt(order, now)?.status === 'processing'
    ? new Refusal(409, 'cancellation_in_progress', 'A cancellation is being processed')
    : undefined;
}

/** Why the order cannot be reinstated at all, if so (runbook «Rollback Procedure» 1). */
export function ineligibility(order: Order, now: number): Refusal | undefined {
  const state = stateAt(order, now);
  if (state !== 'cancelled') {
    return new Refusal(400, 'invalid_state', `The order is not cancelled: ${state}`);
  }
  if (isReinstatingAt(order, now)) {
    return new Refusal(409, 'reinstatement_in_progress', 'A reinstatement is being processed');
  }
  const reason = factsOf(order).notReinstatableBecause;
  return reason === undefined ? undefined : new Refusal(409, 'not_eligible', reason);
}

/** Why a POST to reinstate the order is refused: a hold blocks it, which eligibility says nothing of. */
export function refusalToReinstate(order: Order, now: number): Refusal | undefined {
  const refusal = ineligibility(order, now);
  if (refusal) return refusal;
  return factsOf(order).billingHold
    ? new Refusal(409, 'billing_hold', 'Billing hold active')
    : undefined;
}
