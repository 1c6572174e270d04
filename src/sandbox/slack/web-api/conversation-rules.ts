import type { ChannelRecord } from '../channels.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { requireScope } from './tokens.js';

/**
 * Where the bot may post. A user id means the direct message with that person.
 * @throws Refusal `channel_not_found` (also for what the bot may not know of), `is_archived`, `not_in_channel`
 */
export function channelToPostTo(idOrUserId: string, workspace: Workspace): ChannelRecord {
  const channel = visibleChannel(idOrUserId, workspace);
  if (channel.archived) throw new Refusal('is_archived');
  if (!isIn(channel, workspace) && !workspace.scopes.has('chat:write.public')) {
    throw new Refusal('not_in_channel');
  }
  return channel;
}

/**
 * A channel that the bot may know of: a public one, or one that it is in.
 * @throws Refusal `channel_not_found`
 */
export function visibleChannel(idOrUserId: string, workspace: Workspace): ChannelRecord {
  const person = /^[UW]/.test(idOrUserId) ? workspace.people.find(idOrUserId) : undefined;
  const channel = person
    ? workspace.channels.withBot(person.id)
    : workspace.channels.find(idOrUserId);
  if (!channel || (channel.private && !isIn(channel, workspace))) {
    throw new Refusal('channel_not_found');
  }
  return channel;
}

/**
 * A channel whose data the bot may read.
 * @throws Refusal `missing_scope` for the kind of channel, `channel_not_found`
 */
export function readableChannel(id: string, workspace: Workspace): ChannelRecord {
  const channel = workspace.channels.find(id);
  if (!channel) throw new Refusal('channel_not_found');
  requireScope(
    channel.im ? 'im:read' : channel.private ? 'groups:read' : 'channels:read',
    workspace,
  );
  return visibleChannel(id, workspace);
}

/** Whether the bot is a member. */
export function isIn(channel: ChannelRecord, { channels, identity }: Workspace): boolean {
  return channels.hasMember(channel, identity.botUserId);
}
