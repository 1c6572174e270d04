import { z } from 'zod';
import { messageBlocks, messageText } from '../block-kit/message-content.js';
import { messageOnTheWire } from '../message-on-the-wire.js';
import type { Message } from '../messages.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { json, timestamp, withoutEffect } from './arguments.js';
import { visibleChannel } from './conversation-rules.js';
import { method } from './method.js';

export const chatUpdate = method({
  name: 'chat.update',
  token: 'bot',
  scopes: ['chat:write'],
  args: z.strictObject({
    channel: z.string(),
    ts: timestamp,
    text: z.string().optional(),
    blocks: json.optional(),
    ...withoutEffect,
  }),
  run: ({ channel, ts, text, blocks }, workspace) => {
    const message = ownMessage(channel, ts, 'cant_update_message', workspace);
    if (workspace.channels.get(message.channel).archived) throw new Refusal('is_inactive');
    // As Slack documents it: blocks that are left out stay, an empty list removes them.
    const content = {
      blocks: blocks === undefined ? message.blocks : messageBlocks(blocks),
      text: messageText(text),
    };
    workspace.rateLimits.countUpdate(message.channel);
    const edited = workspace.messages.edit(message, content);
    return {
      channel: edited.channel,
      ts,
      text: edited.text,
      message: messageOnTheWire(edited, workspace),
    };
  },
});

export const chatDelete = method({
  name: 'chat.delete',
  token: 'bot',
  scopes: ['chat:write'],
  args: z.strictObject({ channel: z.string(), ts: timestamp }),
  run: ({ channel, ts }, workspace) => {
    const message = ownMessage(channel, ts, 'cant_delete_message', workspace);
    workspace.messages.remove(message);
    return { channel: message.channel, ts };
  },
});

/** A message of the bot that everybody in its channel sees: nothing else can be edited or deleted. */
function ownMessage(channel: string, ts: string, other: string, workspace: Workspace): Message {
  const message = workspace.messages.find(visibleChannel(channel, workspace).id, ts);
  if (!message || message.ephemeralTo || message.deleted) throw new Refusal('message_not_found');
  if (message.user !== workspace.identity.botUserId) throw new Refusal(other);
  return message;
}
