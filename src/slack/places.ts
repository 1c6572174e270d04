import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Place } from '../cancellations/run/record.js';

/** A message by its place in Slack. */
export interface Spot {
  readonly channel: string;
  readonly ts: string;
}

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
  linkFor(slackId: string, message: Spot): Promise<string | undefined>;
  /**
   * A link that anybody may be given: only into a conversation that every full member may open.
   * With `among` also into that one, for the people who read there. Kept for some minutes.
   */
  publicLink(message: Spot, among?: string): Promise<string | undefined>;
}

/** A storm asks for hundreds of links at once, and each drawing for the same ones again. ms */
const KEPT = { max: 2_000, ttl: 5 * 60_000 };

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
    if (info && isPublic(info)) return true;
    if (channel.startsWith('D')) return channel === (await direct(slackId));
    return isMember(channel, slackId);
  }

  const links = new LRUCache<string, string>(KEPT);
  const open = new LRUCache<string, boolean>({
    ...KEPT,
    // Asked once however many want to know; what Slack did not answer is not kept.
    fetchMethod: async (channel) => {
      const info = await read(channel);
      return info && isOpenToMembers(info);
    },
  });

  async function linkTo({ channel, ts }: Spot): Promise<string> {
    const kept = links.get(`${channel} ${ts}`);
    if (kept) return kept;
    const found = permalink.parse(await client.chat.getPermalink({ channel, message_ts: ts }));
    links.set(`${channel} ${ts}`, found.permalink);
    return found.permalink;
  }

  return {
    direct,
    async placeFor(channel, slackId) {
      const info = await read(channel);
      if (info && mayPost(info)) return { kind: 'channel', channel };
      return { kind: 'direct', channel: await direct(slackId) };
    },
    async linkFor(slackId, message) {
      try {
        return (await mayOpen(message.channel, slackId)) ? await linkTo(message) : undefined;
      } catch {
        return undefined;
      }
    },
    async publicLink(message, among) {
      const { channel } = message;
      try {
        return channel === among || (await open.fetch(channel)) ? await linkTo(message) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function isPublic(channel: Channel): boolean {
  return !channel.is_private && !channel.is_im && !channel.is_mpim;
}

/** Another company's people read along in a shared one. */
function isShared(channel: Channel): boolean {
  return channel.is_ext_shared || channel.is_pending_ext_shared;
}

function isOpenToMembers(channel: Channel): boolean {
  return isPublic(channel) && !isShared(channel);
}

function mayPost(channel: Channel): boolean {
  const isOpenToUs = channel.is_member || !channel.is_private;
  const isChannel = !channel.is_im && !channel.is_mpim;
  return !isShared(channel) && isOpenToUs && !channel.is_archived && isChannel;
}
