import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Place } from '../cancellations/run/record.js';

/** Where messages may stand, and who may be given a link to them. */
export interface Places {
  /**
   * product.md «Where»: the channel of the command, or a direct message with the requester where
   * the bot may not post or another company reads along. Rejects where Slack gives neither.
   */
  placeFor(channel: string, slackId: string): Promise<Place>;
  /** The direct message with a person. Rejects with Slack's error. */
  direct(slackId: string): Promise<string>;
  /** A link to a message, for somebody who can open it; undefined for anybody else. */
  linkFor(slackId: string, message: { channel: string; ts: string }): Promise<string | undefined>;
}

const flag = z.boolean().default(false);
const infoSchema = z.object({
  channel: z.object({
    is_im: flag,
    is_mpim: flag,
    is_private: flag,
    is_member: flag,
    is_archived: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});
type Channel = z.infer<typeof infoSchema>['channel'];
const opened = z.object({ channel: z.object({ id: z.string() }) });
const permalink = z.object({ permalink: z.url() });
const membersPage = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
});

export function placesWith(client: WebClient): Places {
  async function read(channel: string): Promise<Channel | undefined> {
    try {
      return infoSchema.parse(await client.conversations.info({ channel })).channel;
    } catch {
      return undefined;
    }
  }

  async function direct(slackId: string): Promise<string> {
    return opened.parse(await client.conversations.open({ users: slackId })).channel.id;
  }

  async function isMember(channel: string, slackId: string): Promise<boolean> {
    let cursor = '';
    do {
      const page = membersPage.parse(
        await client.conversations.members({ channel, limit: 1000, ...(cursor && { cursor }) }),
      );
      if (page.members.includes(slackId)) return true;
      cursor = page.response_metadata.next_cursor;
    } while (cursor);
    return false;
  }

  /** Only a conversation that everybody in the workspace may open needs no look at its members. */
  async function mayOpen(channel: string, slackId: string): Promise<boolean> {
    const info = await read(channel);
    if (info && !info.is_private && !info.is_im && !info.is_mpim) return true;
    if (channel.startsWith('D')) return channel === (await direct(slackId));
    return isMember(channel, slackId);
  }

  return {
    direct,
    async placeFor(channel, slackId) {
      const info = await read(channel);
      if (info && mayPost(info)) return { kind: 'channel', channel };
      return { kind: 'direct', channel: await direct(slackId) };
    },
    async linkFor(slackId, { channel, ts }) {
      try {
        if (!(await mayOpen(channel, slackId))) return undefined;
        const found = await client.chat.getPermalink({ channel, message_ts: ts });
        return permalink.parse(found).permalink;
      } catch {
        return undefined;
      }
    },
  };
}

function mayPost(channel: Channel): boolean {
  const isShared = channel.is_ext_shared || channel.is_pending_ext_shared;
  const isOpenToUs = channel.is_member || !channel.is_private;
  return !isShared && isOpenToUs && !channel.is_archived && !channel.is_im && !channel.is_mpim;
}
