import { failure } from './failure.js';

/** The way back (runbook «Rollback Procedure»). */
export const WAY_BACK = {
  not_eligible: failure(
    'The order service does not allow this order back',
    'Sends nothing, and offers the ticket',
    'Open the CASE-REINSTATE ticket',
  ),
  window_closed: failure(
    'The rollback window is closed',
    'Sends nothing, and offers the ticket',
    'Open the CASE-REINSTATE ticket',
  ),
  window_open: failure(
    'The order can still be rolled back',
    'Makes no ticket yet',
    'Press Roll back',
  ),
  still_cancelled: failure(
    'The reinstatement was taken, and the order is still cancelled',
    'Calls #order-ops and reads on every 5 minutes for 24 hours; Retry polls and sends nothing',
    'Look at the order in the order service before doing anything',
  ),
  ticket_undelivered: failure(
    'The CASE-REINSTATE ticket could not be delivered',
    'Calls #order-ops; Retry delivers it under the same ticket id',
    'Retry once the receiver answers, or make the ticket by hand',
  ),
} as const;
