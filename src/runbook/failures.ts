import { z } from 'zod';

/**
 * Every way in which a request or a run can be refused or fail: a stable code, what it means and
 * what a person does about it. Scripts and people rely on the codes; docs/failures.md is their
 * reference. Runbook: «Error Handling».
 */
export const FAILURES = {
  // The person (product.md «Rules»)
  not_entitled: failure(
    'You do not hold a role that may cancel orders',
    'Ask for one of the roles named, or ask somebody who holds one',
  ),
  unknown_person: failure(
    'The order service does not know you',
    'Ask for an account in the order service under your Slack email',
  ),
  stranger: failure('You are not a member of this workspace', 'Ask a member of this workspace'),
  guest: failure('Guests may not use this command', 'Ask a full member of this workspace'),
  bot_account: failure('Bots may not use this command', 'A person has to do this'),
  deactivated: failure('This account is deactivated', 'Ask a workspace admin'),
  email_unconfirmed: failure(
    'Your Slack email is not confirmed',
    'Confirm your email in Slack and try again',
  ),
  email_missing: failure(
    'Your Slack account shows no email',
    'Ask a workspace admin to make your email visible to apps',
  ),
  person_unreadable: failure('Slack did not say who you are', 'Try again in a minute'),
  second_person_needed: failure(
    'This cancellation needs a second person',
    'Another entitled person has to confirm',
  ),

  // The order (runbook «Pre-checks»)
  invalid_order_id: failure('This is not an order id', 'Check the id and type it again'),
  order_not_found: failure('There is no such order', 'Check the id and type it again'),
  not_cancellable: failure(
    'An order in this state cannot be cancelled',
    'Only pending, in_progress and on_hold orders can be',
  ),
  already_cancelled: failure(
    'The order was already cancelled',
    'Nothing is left to do; see the audit log for by whom',
  ),
  billing_hold: failure('A billing hold is active', 'Resolve the billing hold, then check again'),
  shipment_in_transit: failure(
    'The shipment is in transit',
    'Wait for the delivery or stop the shipment, then check again',
  ),
  order_too_old: failure(
    'The order is too old for automatic approval',
    'A second entitled person has to confirm',
  ),
  outside_business_hours: failure(
    'It is outside business hours',
    'A second entitled person has to confirm, or wait for business hours',
  ),
  four_eyes: failure(
    'Every cancellation needs a second person here',
    'Another entitled person has to confirm',
  ),

  // The order service (order-api.md, the table of statuses)
  order_service_unavailable: failure(
    'The order service does not answer',
    'Look at the order before trying again; tell order-ops if it goes on',
  ),
  unexpected_reply: failure(
    'The order service answered something that cannot be read',
    'Tell order-ops: the order service and the bot disagree',
  ),
  bad_service_token: failure(
    'The order service refuses the bot itself',
    'Tell order-ops: the bot needs a good ORDER_API_TOKEN',
  ),
  forbidden: failure(
    'The order service refuses the person who confirmed',
    'Verify roles and ownership of the order',
  ),
  rate_limited: failure('The order service asks for fewer calls', 'Wait a minute and try again'),
  invalid_state: failure(
    'The order service refuses: invalid order state',
    'Check the order; its state may have changed',
  ),
  blocked: failure(
    'The order service refuses: something blocks the cancellation',
    'Resolve the block, then check again',
  ),
  rejected_request: failure(
    'The order service does not understand the bot',
    'Tell order-ops: this is a defect of the bot',
  ),
  outcome_unknown: failure(
    'It is not known whether the cancellation took effect',
    'Look at the order in the order service before doing anything',
  ),
  still_processing: failure(
    'The cancellation was still processing at the limit',
    'Wait; look at the order before doing anything',
  ),
  cancellation_failed: failure(
    'The order service took the cancellation and then failed it',
    'Look at the order and at the error named',
  ),
  unverified: failure(
    'Cancelled, but a post-check could not be verified in time',
    'Check the system named by hand',
  ),
  contradicted: failure(
    'Cancelled, but a post-check contradicts it',
    'Check the system named by hand',
  ),

  // The conversation (product.md «Rules»)
  live_run: failure('This order already has a run', 'Follow that run'),
  order_changed: failure(
    'Something changed since the card was drawn',
    'Read what changed and confirm again',
  ),
  old_card: failure('This was pressed on an older drawing of the card', 'Look at the present card'),
  decided: failure('This was already decided', 'Nothing is left to do here'),
  expired: failure('Nobody confirmed in time', 'Request the cancellation again'),
  no_such_run: failure('There is no such cancellation', 'Type /cancel-order list'),
  modal_out_of_date: failure('This modal is out of date', 'Type the command again'),
  invalid_input: failure('Something in the form is not right', 'Correct it and submit again'),
  paused: failure(
    'The bot is paused: it looks, but cancels nothing',
    'Wait until the pause is lifted, or ask order-ops',
  ),
  too_many_commands: failure(
    'That was more commands than a person may type in a minute',
    'Wait a minute',
  ),
  slack_unavailable: failure('Slack did not answer the bot', 'Try again in a minute'),
  internal: failure('The bot itself failed', 'Try again; tell order-ops if it goes on'),
} as const satisfies Record<string, Failure>;

/** What a code means to a person, and the next thing to do. Both are sentences without a full stop. */
export interface Failure {
  readonly meaning: string;
  readonly advice: string;
}

export type FailureCode = keyof typeof FAILURES;

/** A code as it was recorded. */
export const failureCodeSchema = z.custom<FailureCode>(
  (code) => typeof code === 'string' && Object.hasOwn(FAILURES, code),
);

function failure(meaning: string, advice: string): Failure {
  return { meaning, advice };
}
