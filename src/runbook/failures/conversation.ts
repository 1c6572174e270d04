import { failure } from './failure.js';

/** The conversation (product.md «Rules»). */
export const CONVERSATION = {
  live_run: failure(
    'This order already has a run',
    'Refuses, and says who holds it',
    'Follow that run',
  ),
  order_changed: failure(
    'Something changed since the card was drawn',
    'Sends nothing, and shows what changed',
    'Read what changed and confirm again',
  ),
  old_card: failure(
    'This was pressed on an older drawing of the card',
    'Decides nothing, and shows the present card',
    'Look at the present card',
  ),
  decided: failure(
    'This was already decided',
    'Changes nothing, and says by whom',
    'Nothing is left to do here',
  ),
  not_in_trouble: failure(
    'There is nothing left to mend here',
    'Changes nothing',
    'Look at the card for how it stands',
  ),
  says_otherwise: failure(
    'The order service says otherwise',
    'Leaves the run in trouble, and names what it read',
    'Look at the order, and say what is true now',
  ),
  expired: failure(
    'Nobody confirmed in time',
    'Sends nothing; the order is free again',
    'Request the cancellation again',
  ),
  no_such_run: failure('There is no such cancellation', 'Does nothing', 'Type /cancel-order list'),
  modal_out_of_date: failure('This modal is out of date', 'Does nothing', 'Type the command again'),
  invalid_input: failure(
    'Something in the form is not right',
    'Keeps the form open',
    'Correct it and submit again',
  ),
  paused: failure(
    'The bot is paused: it looks, but cancels nothing',
    'Refuses every POST; looks and status work',
    'Wait until the pause is lifted, or ask order-ops',
  ),
  too_many_commands: failure(
    'That was more commands than a person may type in a minute',
    'Refuses',
    'Wait a minute',
  ),
  slack_unavailable: failure(
    'Slack did not answer the bot',
    'Does nothing that needs the answer',
    'Try again in a minute',
  ),
  database_unavailable: failure(
    'The bot cannot reach its own database',
    'Holds every run where it stands, and goes on when the database is back',
    'Try again in a minute; what was just pressed may count all the same, so look at the card first',
  ),
  restarting: failure(
    'The bot is being restarted and may not have taken this',
    'Takes nothing more; what was recorded goes on after the restart',
    'Look in a minute, and do it again where nothing has changed',
  ),
  interrupted: failure(
    'The bot was started again while it worked on this',
    'Goes on with what was decided, and with nothing else',
    'Look at the card or type /cancel-order status, and do it again if nothing came of it',
  ),
  internal: failure(
    'The bot itself failed',
    'Logs it; a run that is under way goes on',
    'Try again; tell order-ops if it goes on',
  ),
} as const;
