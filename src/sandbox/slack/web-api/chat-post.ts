import { z } from 'zod';
import { messageBlocks, messageText } from '../block-kit/message-content.js';
import { messageOnTheWire } from '../message-on-the-wire.js';
import type { Message } from '../messages.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { flag, json, timestamp, withoutEffect } from './arguments.js';
import { channelToPostTo, isIn } from './conversation-rules.js';
import { method } from './method.js';

const content = {
  channel: z.string(),
  text: z.string().optional(),
  blocks: json.optional(),
  thread_ts: timestamp.optional(),
  ...withoutEffect,
};

export const chatPostMessage = method({
  name: 'chat.postMessage',
  token: 'bot',
  scopes: ['chat:write'],
  args: z.strictObject({ ...content, reply_broadcast: flag.optional() }),
  run: (args, workspace) => {
    const channel = channelToPostTo(args.channel, workspace);
    const said = contentOf(args, channel.id, workspace);
    const isBroadcast = said.threadTs !== undefined && args.reply_broadcast === true;
    workspace.rateLimits.countPost(channel.id);
    const user = workspace.identity.botUserId;
    const message = workspace.messages.post({
      channel: channel.id,
      user,
      ...said,
      ...(isBroadcast && { isBroadcast }),
    });
    return { channel: channel.id, ts: message.ts, message: messageOnTheWire(message, workspace) };
  },
});

export const chatPostEphemeral = method({
  name: 'chat.postEphemeral',
  token: 'bot',
  scopes: ['chat:write'],
  args: z.strictObject({ ...content, user: z.string() }),
  run: (args, workspace) => {
    const channel = channelToPostTo(args.channel, workspace);
    // chat:write.public is about posts; an ephemeral one needs the membership.
    if (!isIn(channel, workspace)) throw new Refusal('not_in_channel');
    if (!workspace.channels.hasMember(channel, args.user)) {
      throw new Refusal('user_not_in_channel');
    }
    const said = contentOf(args, channel.id, workspace);
    const message = workspace.messages.post({
      channel: channel.id,
      user: workspace.identity.botUserId,
      ephemeralTo: args.user,
      ...said,
    });
    return { message_ts: message.ts };
  },
});

function contentOf(
  args: { text?: string | undefined; blocks?: unknown; thread_ts?: string | undefined },
  channel: string,
  workspace: Workspace,
): Pick<Message, 'text' | 'blocks' | 'threadTs'> {
  const blocks = messageBlocks(args.blocks ?? []);
  const text = messageText(args.text);
  const threadTs = args.thread_ts;
  return { text, blocks, ...(threadTs ? threadOf(threadTs, channel, workspace) : {}) };
}

function threadOf(threadTs: string, channel: string, { messages }: Workspace) {
  if (!/^\d+\.\d{6}$/.test(threadTs)) {
    throw new Refusal('invalid_thread_ts', [`[ERROR] ${threadTs} is not a valid thread_ts`]);
  }
  // Also for a root that was deleted: Slack answers this once the parent is gone.
  const root = messages.find(channel, threadTs);
  if (!root || root.ephemeralTo) throw new Refusal('thread_not_found');
  if (root.threadTs) throw new Refusal('cannot_reply_to_message');
  return { threadTs };
}
