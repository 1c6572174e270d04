import { z } from 'zod';
import { settings } from '../../config/settings.js';
import { check } from '../check.js';
import { type Finding, fail, ok, warn } from '../finding.js';
import { askingSlack } from './client.js';
import { refusalOf, slackFailure, tokenTrouble } from './refusals.js';

const flag = z.boolean().default(false);
const info = z.object({
  channel: z.object({
    name: z.string().default(''),
    is_private: flag,
    is_member: flag,
    is_archived: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});
type Channel = z.infer<typeof info>['channel'];

const ABOUT = '#order-ops';

const needs = settings.pick({
  ...{ SLACK_BOT_TOKEN: true, SLACK_API_URL: true },
  ...{ ORDER_OPS_CHANNEL: true, TICKET_WEBHOOK_URL: true },
});

/** Whether escalations reach #order-ops, and who reads them there. */
export const orderOps = check(ABOUT, needs, async (given, { clocks }) => {
  const { ORDER_OPS_CHANNEL: id } = given;
  const client = askingSlack(given.SLACK_BOT_TOKEN, given.SLACK_API_URL, clocks);
  try {
    const { channel } = info.parse(await client.conversations.info({ channel: id }));
    const troubles = troublesOf(channel, id);
    return troubles.length > 0 ? troubles : [whoReads(channel, id, given.TICKET_WEBHOOK_URL)];
  } catch (error) {
    if (tokenTrouble(error)) {
      return [warn(ABOUT, 'not checked, because of SLACK_BOT_TOKEN', 'Mend the token first')];
    }
    return [explained(id, error)];
  }
});

function explained(id: string, error: unknown): Finding {
  switch (refusalOf(error)) {
    case 'channel_not_found':
      return fail(
        ABOUT,
        `${id} is not there for the bot: no such channel in its workspace, or a private one without it`,
        'Copy the channel’s id from its details; in a private channel type /invite @OpsGuide',
      );
    case 'missing_scope':
      return warn(ABOUT, 'not checked: a scope is missing', 'Mend the scopes first');
    default:
      return slackFailure(ABOUT, error);
  }
}

function troublesOf(channel: Channel, id: string): readonly Finding[] {
  const name = `#${channel.name} (${id})`;
  return [
    ...(channel.is_archived
      ? [fail(ABOUT, `${name} is archived`, 'Unarchive it, or set ORDER_OPS_CHANNEL to another')]
      : []),
    ...(channel.is_ext_shared
      ? [
          fail(
            ABOUT,
            `${name} is shared with another company, which reads every escalation and ticket`,
            'End the sharing, or set ORDER_OPS_CHANNEL to a channel of your own',
          ),
        ]
      : []),
    ...(channel.is_pending_ext_shared && !channel.is_ext_shared
      ? [
          fail(
            ABOUT,
            `${name} is about to be shared: another company was invited`,
            'Take the invitation back, or set ORDER_OPS_CHANNEL to a channel of your own',
          ),
        ]
      : []),
  ];
}

function whoReads(channel: Channel, id: string, ticketWebhook: string | undefined): Finding {
  const name = `#${channel.name} (${id})`;
  const member = channel.is_member
    ? 'the bot is a member'
    : 'the bot is no member and needs not be';
  if (channel.is_private) return ok(ABOUT, `${name}: private, ${member}`);
  if (ticketWebhook) return ok(ABOUT, `${name}: public, ${member}`);
  return warn(
    ABOUT,
    `${name}: public, ${member}. Everybody in the workspace may read the tickets there, customer data included`,
    'Make it private and invite the bot, or send tickets to TICKET_WEBHOOK_URL',
  );
}

/** Which user group it is only Slack knows, and the bot has no scope to ask. */
export const mention = check(
  'ORDER_OPS_MENTION',
  settings.pick({ ORDER_OPS_MENTION: true }),
  async ({ ORDER_OPS_MENTION: group }) =>
    group
      ? [
          ok(
            'ORDER_OPS_MENTION',
            `${group}, not checked further: the scope for that is not asked for`,
          ),
        ]
      : [
          warn(
            'ORDER_OPS_MENTION',
            'is not set: nobody is called where an escalation stays unanswered',
            'Set it to the id of the on-call user group (S…)',
          ),
        ],
);
