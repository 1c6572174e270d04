import { failure } from './failure.js';

/** The order service (order-api.md, the table of statuses). */
export const SERVICE = {
  order_service_unavailable: failure(
    'The order service does not answer',
    'Tries again with the same key, looks up before each try; then calls #order-ops and reads on',
    'Look at the order before trying again; tell order-ops if it goes on',
  ),
  unexpected_reply: failure(
    'The order service answered something that cannot be read',
    'Takes it for no answer; guesses nothing',
    'Tell order-ops: the order service and the bot disagree',
  ),
  bad_service_token: failure(
    'The order service refuses the bot itself',
    'Stops and calls #order-ops; the key stays good',
    'Tell order-ops: the bot needs a good ORDER_API_TOKEN',
  ),
  forbidden: failure(
    'The order service refuses the person who confirmed',
    'Ends with the roles found; nobody is paged',
    'Verify roles and ownership of the order',
  ),
  rate_limited: failure(
    'The order service asks for fewer calls',
    'Waits as long as it is asked to, then tries again with the same key; after 10 minutes calls #order-ops',
    'Wait a minute and try again',
  ),
  invalid_state: failure(
    'The order service refuses: invalid order state',
    'Looks up whether it was our own success; else ends',
    'Check the order; its state may have changed',
  ),
  blocked: failure(
    'The order service refuses: something blocks the cancellation',
    'Reads what blocks',
    'Resolve the block, then check again',
  ),
  rejected_request: failure(
    'The order service does not understand the bot',
    'Never retries it by itself, and calls #order-ops',
    'Tell order-ops: this is a defect of the bot',
  ),
  outcome_unknown: failure(
    'It is not known whether the request took effect',
    'Calls #order-ops and reads on every 5 minutes for 24 hours',
    'Look at the order in the order service before doing anything',
  ),
  still_processing: failure(
    'The request was still processing at the limit',
    'Calls #order-ops and reads on every 5 minutes for 24 hours; Retry polls and sends nothing',
    'Wait; look at the order before doing anything',
  ),
  cancellation_failed: failure(
    'The order service took the cancellation and then failed it',
    'Calls #order-ops; Retry is a new request with a new key',
    'Look at the order and at the error named',
  ),
  unverified: failure(
    'Cancelled, but a post-check could not be verified in time',
    'Calls #order-ops; the rollback window is open all the same',
    'Check the system named by hand, then Retry or Resolved by hand',
  ),
  contradicted: failure(
    'Cancelled, but a post-check contradicts it',
    'Calls #order-ops; the rollback window is open all the same',
    'Check the system named by hand, then Retry or Resolved by hand',
  ),
} as const;
