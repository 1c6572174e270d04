import { failure } from './failure.js';

/** The person (product.md «Rules»). */
export const PEOPLE = {
  not_entitled: failure(
    'You do not hold a role that may cancel orders',
    'Refuses, and shows nothing of the order',
    'Ask for one of the roles named, or ask somebody who holds one',
  ),
  unknown_person: failure(
    'The order service does not know you',
    'Refuses',
    'Ask for an account in the order service under your Slack email',
  ),
  stranger: failure(
    'You are not a member of this workspace',
    'Refuses',
    'Ask a member of this workspace',
  ),
  guest: failure(
    'Guests may not use this command',
    'Refuses',
    'Ask a full member of this workspace',
  ),
  bot_account: failure('Bots may not use this command', 'Refuses', 'A person has to do this'),
  deactivated: failure('This account is deactivated', 'Refuses', 'Ask a workspace admin'),
  email_unconfirmed: failure(
    'Your Slack email is not confirmed',
    'Refuses',
    'Confirm your email in Slack and try again',
  ),
  email_missing: failure(
    'Your Slack account shows no email',
    'Refuses',
    'Ask a workspace admin to make your email visible to apps',
  ),
  person_unreadable: failure(
    'Slack did not say who you are',
    'Refuses: no answer means no',
    'Try again in a minute',
  ),
  second_person_needed: failure(
    'This cancellation needs a second person',
    'Refuses the press of the person who requested it',
    'Another entitled person has to confirm',
  ),
  no_break_glass_role: failure(
    'You hold no role that may break the glass',
    'Refuses; nothing is sent',
    'Ask another entitled person to confirm',
  ),
  second_person_not_needed: failure(
    'No second person is needed here',
    'Leaves the glass whole; nothing is sent',
    'Look at the present card and decide there',
  ),
} as const;
