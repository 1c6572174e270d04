import { failure } from './failure.js';

/** The order (runbook «Pre-checks»). */
export const ORDER = {
  invalid_order_id: failure(
    'This is not an order id',
    'Refuses before any call',
    'Check the id and type it again',
  ),
  order_not_found: failure(
    'There is no such order',
    'Ends; nothing is retried',
    'Check the id and type it again',
  ),
  not_cancellable: failure(
    'An order in this state cannot be cancelled',
    'Blocks; after a refused request it ends',
    'Only pending, in_progress and on_hold orders can be',
  ),
  already_cancelled: failure(
    'The order was already cancelled',
    'Ends, says by whom, and offers no rollback',
    'Nothing is left to do; see the audit log for by whom',
  ),
  billing_hold: failure(
    'A billing hold is active',
    'Stops, names the block, and waits for Check again',
    'Resolve the billing hold, then check again',
  ),
  shipment_in_transit: failure(
    'The shipment is in transit',
    'Stops, names the block, and waits for Check again',
    'Wait for the delivery or stop the shipment, then check again',
  ),
  order_too_old: failure(
    'The order is too old for automatic approval',
    'Asks for a second person',
    'A second entitled person has to confirm',
  ),
  outside_business_hours: failure(
    'It is outside business hours',
    'Asks for a second person',
    'A second entitled person has to confirm, or wait for business hours',
  ),
  four_eyes: failure(
    'Every cancellation needs a second person here',
    'Asks for a second person',
    'Another entitled person has to confirm',
  ),
} as const;
