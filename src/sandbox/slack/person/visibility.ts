import type { Message } from '../messages.js';
import type { Workspace } from '../workspace.js';
import { NotPossible } from './not-possible.js';

/** The messages of a channel that a person can read: none where they are no member. */
export function readable(userId: string, channelId: string, workspace: Workspace): Message[] {
  const channel = workspace.channels.get(channelId);
  if (!workspace.channels.hasMember(channel, userId)) return [];
  return workspace.messages
    .inChannel(channelId)
    .filter((message) => message.ephemeralTo === undefined || message.ephemeralTo === userId);
}

/**
 * The present drawing of a message that a person has before them.
 * @throws NotPossible when it was deleted, or they can't see it
 */
export function presentDrawing(userId: string, message: Message, workspace: Workspace): Message {
  const present = readable(userId, message.channel, workspace).find(({ ts }) => ts === message.ts);
  if (present) return present;
  throw new NotPossible(`${userId} can't see message ${message.ts} in ${message.channel} (now)`);
}
