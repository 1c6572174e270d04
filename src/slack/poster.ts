import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Milestone } from '../cancellations/run/milestone.js';
import type { Cancellation } from '../cancellations/run/record.js';
import type { Records } from '../cancellations/run/records.js';
import type { Notifier, Told } from '../cancellations/telling/notifier.js';
import { cardId, type Outbox, type Post } from '../cancellations/telling/outbox.js';
import type { Places } from './places.js';
import { AWAY, remedyFor } from './post-remedies.js';
import type { Message } from './render/blocks.js';
import { card } from './render/card.js';
import { noticeOfCard } from './render/notice-of-card.js';
import { threadPost } from './render/thread-post.js';

interface Telling {
  readonly client: WebClient;
  readonly records: Records;
  readonly outbox: Outbox;
  readonly places: Places;
  readonly orderOpsChannel: string;
  /** ms, as the card says it */
  readonly rollbackWindow: number;
  readonly log: Logger;
}

/** Slack takes about one post a second in a channel and 50 edits a minute, in short bursts too. */
const POSTS = { points: 3, duration: 3 };
const EDITS = { points: 10, duration: 12 };
/** How often a post is tried that Slack refuses for a reason nobody knows: some minutes. */
const A_WHILE = 30;
/** While the card is on its way in another lane. ms */
const SOON = 1_000;
const TOLD: Told = { kind: 'told' };

const posted = z.object({ ts: z.string() });

/**
 * Tells what the outbox holds. A post is drawn from its run at the moment it goes out, so edits
 * that waited are one. A lane tells one at a time; the pace keeps a channel under Slack's limit.
 */
export function poster({
  client,
  records,
  outbox,
  places,
  orderOpsChannel,
  rollbackWindow,
  log,
}: Telling): Notifier {
  const posts = new RateLimiterMemory({ keyPrefix: 'posts', ...POSTS });
  const edits = new RateLimiterMemory({ keyPrefix: 'edits', ...EDITS });

  async function tellCard(post: Post, run: Cancellation): Promise<Told> {
    const { channel, ts } = post;
    const message = card(run, { rollbackWindow });
    if (!ts) return tellOnce(post, channel, message);
    await turn(edits, channel);
    await client.chat.update({ channel, ts, ...message });
    await outbox.told(post.postId, post.wanted, post.channel, ts);
    return TOLD;
  }

  async function tellOnce(post: Post, channel: string, message: Message, thread_ts?: string) {
    await turn(posts, channel);
    const thread = thread_ts ? { thread_ts } : {};
    const told = await client.chat.postMessage({ channel, ...thread, ...QUIET, ...message });
    await outbox.told(post.postId, post.wanted, post.channel, posted.parse(told).ts);
    return TOLD;
  }

  async function tellPost(post: Post, run: Cancellation): Promise<Told> {
    if (post.kind === 'card') return tellCard(post, run);
    const root = await outbox.find(cardId(run.runId));
    if (!root) return TOLD;
    if (!root.ts) {
      // A card that was given up has no thread: what waits for it must not hold its lane for ever.
      if (root.posted >= root.wanted) return giveUp(post);
      // The card stands before its thread: told anew in its turn, or on its way in another lane.
      if (root.channel !== post.channel) return { kind: 'later', wait: SOON };
      await tellCard(root, run);
      return { kind: 'later', wait: 0 };
    }
    const { channel, ts } = root;
    if (post.kind === 'thread') {
      if (isOutdated(post.milestone, run)) {
        await outbox.giveUp(post.postId, post.wanted);
        return TOLD;
      }
      return tellOnce(post, channel, threadPost(run, post.milestone), ts);
    }
    const link = await places.linkFor(run.requester.slackId, { channel, ts });
    return tellOnce(post, post.channel, noticeOfCard(run, link));
  }

  async function remedy(post: Post, run: Cancellation, error: unknown, attempt: number) {
    const remedy = remedyFor(error, post.kind);
    const { runId, orderId } = run;
    log.warn({ run: runId, order: orderId, remedy: remedy.kind, error: String(error) }, 'not told');
    switch (remedy.kind) {
      case 'wait':
        return later(remedy.wait);
      case 'wait_a_while':
        return attempt < A_WHILE ? later(remedy.wait) : giveUp(post);
      case 'post_card_anew':
        await outbox.isGone(cardId(runId));
        // Where the card stands in another lane, it is told anew in that one.
        if (post.kind !== 'card') await records.redraw(runId);
        return later(0);
      case 'go_elsewhere': {
        const elsewhere = await elsewhereFor(run);
        const root = await outbox.find(cardId(runId));
        if (root?.channel === elsewhere.channel) return giveUp(post);
        await records.moveCard(runId, elsewhere.channel, elsewhere.noticeTo);
        return post.kind === 'card' ? TOLD : later(SOON);
      }
      case 'give_up':
        return giveUp(post);
    }
  }

  /** The channel is closed to the bot. Who needs a second person would not find one in a message. */
  async function elsewhereFor(run: Cancellation): Promise<{ channel: string; noticeTo?: string }> {
    const direct = await places.direct(run.requester.slackId);
    const needsOthers = run.state === 'awaiting_confirmation' && run.secondPerson;
    return needsOthers ? { channel: orderOpsChannel, noticeTo: direct } : { channel: direct };
  }

  async function giveUp(post: Post): Promise<Told> {
    log.error({ run: post.runId, post: post.postId }, 'never told');
    await outbox.giveUp(post.postId, post.wanted);
    return TOLD;
  }

  return {
    async tell(postId, { lane, attempt }) {
      const post = await outbox.find(postId);
      const run = post && (await records.find(post.runId));
      if (!post || !run || post.posted >= post.wanted) return TOLD;
      // A card that was moved is told in the lane of its new channel, and there alone.
      if (post.kind === 'card' && post.channel !== lane) return TOLD;
      try {
        return await tellPost(post, run);
      } catch (error) {
        return remedy(post, run, error, attempt).catch(() =>
          attempt < A_WHILE ? later(AWAY) : giveUp(post),
        );
      }
    },
  };
}

function later(wait: number): Told {
  return { kind: 'later', wait };
}

/** A reminder that comes when somebody has decided helps nobody. */
function isOutdated({ milestone }: Milestone, { state }: Cancellation): boolean {
  return milestone === 'expiring' && state !== 'awaiting_confirmation';
}

/** Waits until this channel may have one more. */
async function turn(pace: RateLimiterMemory, channel: string): Promise<void> {
  for (;;) {
    const wait = await pace.consume(channel).then(
      () => 0,
      (rejected: unknown) => (rejected instanceof RateLimiterRes ? rejected.msBeforeNext : 0),
    );
    if (wait === 0) return;
    await delay(wait);
  }
}

/** Ids are no links and links no pictures: a message shows what it says and nothing more. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const;
