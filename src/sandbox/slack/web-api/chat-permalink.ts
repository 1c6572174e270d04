import { z } from 'zod';
import { Refusal } from '../refusal.js';
import { timestamp } from './arguments.js';
import { visibleChannel } from './conversation-rules.js';
import { method, type WebApiMethod } from './method.js';

/** `chat.getPermalink`; the links begin with `baseUrl`, so that nobody is led to the real Slack. */
export function chatGetPermalink(baseUrl: () => string): WebApiMethod {
  return method({
    name: 'chat.getPermalink',
    token: 'bot',
    scopes: [],
    args: z.strictObject({ channel: z.string(), message_ts: timestamp }),
    run: ({ channel, message_ts: ts }, workspace) => {
      const message = workspace.messages.find(visibleChannel(channel, workspace).id, ts);
      if (!message || message.ephemeralTo) throw new Refusal('message_not_found');
      const thread = message.threadTs
        ? `?thread_ts=${message.threadTs}&cid=${message.channel}`
        : '';
      const path = `archives/${message.channel}/p${ts.replace('.', '')}${thread}`;
      return { channel: message.channel, permalink: `${baseUrl()}/${path}` };
    },
  });
}
