import { z } from 'zod';
import type { ChannelRecord } from '../channels.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { flag } from './arguments.js';
import { isIn, readableChannel } from './conversation-rules.js';
import { method } from './method.js';

export const conversationsInfo = method({
  name: 'conversations.info',
  token: 'bot',
  scopes: [],
  args: z.strictObject({
    channel: z.string(),
    include_locale: flag.optional(),
    include_num_members: flag.optional(),
  }),
  run: ({ channel }, workspace) => ({
    channel: channelOnTheWire(readableChannel(channel, workspace), workspace),
  }),
});

export const conversationsMembers = method({
  name: 'conversations.members',
  token: 'bot',
  scopes: [],
  args: z.strictObject({
    channel: z.string(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  run: ({ channel, cursor, limit }, workspace) => {
    const members = workspace.channels.membersOf(readableChannel(channel, workspace));
    const from = Number(cursor ?? 0);
    if (!Number.isInteger(from) || from < 0 || from > members.length) {
      throw new Refusal('invalid_cursor');
    }
    const next = from + limit < members.length ? String(from + limit) : '';
    return {
      members: members.slice(from, from + limit),
      response_metadata: { next_cursor: next },
    };
  },
});

export const conversationsOpen = method({
  name: 'conversations.open',
  token: 'bot',
  scopes: ['im:write'],
  args: z.strictObject({ users: z.string(), return_im: flag.optional() }),
  run: ({ users, return_im: whole }, workspace) => {
    // One person only: the bot has no mpim:write.
    const person = workspace.people.find(users);
    if (!person || !/^[UW]/.test(users)) throw new Refusal('user_not_found');
    if (person.deleted) throw new Refusal('user_disabled');
    if (person.isBot) throw new Refusal('cannot_dm_bot');
    const channel = workspace.channels.withBot(person.id);
    return { channel: whole ? channelOnTheWire(channel, workspace) : { id: channel.id } };
  },
});

function channelOnTheWire(channel: ChannelRecord, workspace: Workspace) {
  if (channel.im) {
    const user = channel.im.find((id) => id !== workspace.identity.botUserId);
    return { id: channel.id, is_im: true, is_archived: channel.archived, user };
  }
  return {
    id: channel.id,
    name: channel.name,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: false,
    is_private: channel.private,
    is_archived: channel.archived,
    is_member: isIn(channel, workspace),
    is_shared: channel.extShared,
    is_ext_shared: channel.extShared,
    is_pending_ext_shared: channel.pendingExtShared,
    is_org_shared: false,
    context_team_id: workspace.identity.teamId,
  };
}
