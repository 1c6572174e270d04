import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Cancellation } from '../cancellations/run/record.js';
import type { Records } from '../cancellations/run/records.js';
import type { Notifier, Told, Turn } from '../cancellations/telling/notifier.js';
import { cardId, type Outbox, type Post } from '../cancellations/telling/outbox.js';
import type { Woken } from '../cancellations/woken.js';
import { type Draw, drawings, type Sources } from './drawings.js';
import type { Places } from './places.js';
import { AWAY, isUnanswered, mayBeGivenUp, remedyFor } from './post-remedies.js';
import type { Message } from './render/blocks.js';

interface Telling extends Sources {
  readonly client: WebClient;
  readonly records: Records;
  readonly outbox: Outbox;
  readonly wake: (woken: Woken) => Promise<void>;
  readonly places: Places;
  readonly orderOpsChannel: string;
  readonly log: Logger;
}

/** Slack takes about one post a second in a channel and 50 edits a minute, in short bursts too. */
const POSTS = { points: 3, duration: 3 };
const EDITS = { points: 10, duration: 12 };
/** How often a post is tried that Slack refuses for a reason nobody knows: some minutes. */
const A_WHILE = 30;
/** While the card is on its way in another lane. ms */
const SOON = 1_000;
/** How long an edit that nobody waits for any more may still be on its way to Slack. ms */
const LANDING = 20_000;
const TOLD: Told = { kind: 'told' };

const posted = z.object({ ts: z.string() });

/** A message that Slack has taken, until that is recorded. */
interface Taken {
  readonly version: number;
  readonly channel: string;
  readonly ts: string;
}

/**
 * Tells what the outbox holds. A post is drawn at the moment it goes out, so edits that waited are
 * one. A lane tells one at a time; the pace keeps a channel under Slack's limit: who comes too early
 * is told to come later, and holds nothing meanwhile.
 */
export function poster(telling: Telling): Notifier {
  const { client, records, outbox, wake, places, orderOpsChannel, log } = telling;
  const draw = drawings(telling);
  /** What Slack refuses for its form still says what it is about. */
  const plainly: Draw = async (post, root) => {
    const message = await draw(post, root);
    return message && { text: message.text, blocks: [] };
  };
  const posts = new RateLimiterMemory({ keyPrefix: 'posts', ...POSTS });
  const edits = new RateLimiterMemory({ keyPrefix: 'edits', ...EDITS });
  /** By post: where the recording fails (the database is away), the next try posts nothing again. */
  const taken = new Map<string, Taken>();

  /** A message by itself: posted once, and edited from then on. */
  async function tellRoot(post: Post, drawn = draw): Promise<Told> {
    const { channel, ts } = post;
    const message = await drawn(post);
    if (!message) return skip(post);
    if (!ts) return tellOnce(post, channel, message);
    const early = await earliness(edits, channel, EDITS);
    if (early > 0) return { kind: 'early', wait: early };
    try {
      await client.chat.update({ channel, ts, ...message });
    } catch (error) {
      // Slack may have taken it all the same, or may take it yet: behind a newer drawing, too.
      await drawOverAgain(post);
      if (isUnanswered(error)) setTimeout(landed, LANDING, post).unref();
      throw error;
    }
    const wanted = await outbox.told(post.postId, post.wanted, channel, ts);
    if (wanted === undefined) await drawOverAgain(post);
    return wanted !== undefined && wanted > post.wanted ? tellNewest(post) : TOLD;
  }

  /** While its telling waits no other is due for it: what came meanwhile is told by this one. */
  async function tellNewest({ postId, channel }: Post): Promise<Told> {
    const post = await outbox.find(postId);
    const isNewer = post?.channel === channel && post.posted < post.wanted;
    return isNewer ? tellRoot(post) : TOLD;
  }

  /** The same or more was told meanwhile, by this replica or another one: ours may lie over it. */
  async function drawOverAgain({ postId, wanted, channel }: Post): Promise<void> {
    const now = await outbox.find(postId);
    if (now?.channel !== channel || now.posted < wanted) return;
    await wake({ due: [await outbox.redraw(postId)], signals: [] });
  }

  /** By now an edit that went unanswered has come to Slack, if it ever does. */
  function landed(post: Post): void {
    drawOverAgain(post).catch((error: unknown) => {
      const { postId, about } = post;
      log.warn(
        { code: 'post_delayed', post: postId, about, error: String(error) },
        'not drawn over again',
      );
    });
  }

  async function tellOnce(
    post: Post,
    channel: string,
    message: Message,
    thread = {},
  ): Promise<Told> {
    const { postId, wanted: version } = post;
    let stands = taken.get(postId);
    if (stands?.channel !== post.channel) {
      const early = await earliness(posts, channel, POSTS);
      if (early > 0) return { kind: 'early', wait: early };
      const told = await client.chat.postMessage({ channel, ...thread, ...QUIET, ...message });
      stands = { version, channel: post.channel, ts: posted.parse(told).ts };
      taken.set(postId, stands);
    }
    const wanted = await outbox.told(postId, stands.version, stands.channel, stands.ts);
    taken.delete(postId);
    return stands.version < (wanted ?? version) ? later(0) : TOLD;
  }

  /** A thread's post comes behind its card, whose own telling is not due for the same move. */
  async function tellThread(post: Post, turn: Turn): Promise<Told> {
    const card = await outbox.find(cardId(post.about));
    if (!card) return skip(post);
    const isUntold = card.posted < card.wanted && card.channel === turn.lane;
    if (!isUntold) return tellBehind(card, post, draw);
    const told = await tell(card, turn);
    if (told.kind !== 'told') return told;
    const now = await outbox.find(card.postId);
    return now ? tellBehind(now, post, draw) : skip(post);
  }

  async function tellPost(post: Post, drawn = draw): Promise<Told> {
    const rootId = rootOf(post);
    if (rootId === undefined) return tellRoot(post, drawn);
    const root = await outbox.find(rootId);
    if (!root) return skip(post);
    return tellBehind(root, post, drawn);
  }

  async function tellBehind(root: Post, post: Post, drawn: Draw): Promise<Told> {
    const { channel, ts } = root;
    if (!ts) return waitFor(root, post);
    const message = await drawn(post, { channel, ts });
    if (!message) return skip(post);
    if (post.kind === 'notice') return tellOnce(post, post.channel, message);
    return tellOnce(post, channel, message, { thread_ts: ts, ...(isLoud(post) && LOUD) });
  }

  /** The root stands before its thread: told anew in its turn, or on its way in another lane. */
  async function waitFor(root: Post, post: Post): Promise<Told> {
    // A root that was given up has no thread: what waits for it must not hold its lane for ever.
    if (root.posted >= root.wanted) return giveUp(post);
    if (root.channel !== post.channel) return later(SOON);
    await tellRoot(root);
    return later(0);
  }

  async function remedy(post: Post, error: unknown, attempt: number): Promise<Told> {
    const remedy = remedyFor(error, post.kind);
    const { postId, about, channel } = post;
    const what = { post: postId, about, channel, remedy: remedy.kind, error: String(error) };
    if (remedy.kind === 'wait_for_order_ops')
      log.error({ ...what, code: 'order_ops_closed' }, '#order-ops is closed to the bot');
    else log.warn({ ...what, code: 'post_delayed' }, 'not told');
    switch (remedy.kind) {
      case 'wait':
      case 'wait_for_order_ops':
        return later(remedy.wait);
      case 'wait_a_while':
        return attempt < A_WHILE ? later(remedy.wait) : giveUp(post);
      case 'post_anew':
        return postAnew(post);
      case 'go_elsewhere':
        return goElsewhere(post);
      case 'tell_plainly':
        return tellPost(post, plainly);
      case 'give_up':
        return giveUp(post);
    }
  }

  async function postAnew(post: Post): Promise<Told> {
    await outbox.isGone(rootOf(post) ?? post.postId);
    // A card may stand in another lane by now: it is told anew in that one.
    if (post.kind === 'thread') await records.redraw(post.about);
    return later(0);
  }

  /** The run goes on in another conversation: its card moves, and what waits for it follows. */
  async function goElsewhere(post: Post): Promise<Told> {
    const [run, root] = await Promise.all([
      records.find(post.about),
      outbox.find(cardId(post.about)),
    ]);
    if (!run) return skip(post);
    const elsewhere = await elsewhereFor(run);
    if (root?.channel === elsewhere.channel) return giveUp(post);
    await records.moveCard(run.runId, elsewhere.channel, elsewhere.noticeTo);
    return post.kind === 'card' ? TOLD : later(SOON);
  }

  /** The channel is closed to the bot. Who needs a second person would not find one in a message. */
  async function elsewhereFor(run: Cancellation): Promise<{ channel: string; noticeTo?: string }> {
    const direct = await places.direct(run.requester.slackId);
    const needsOthers = run.state === 'awaiting_confirmation' && run.secondPerson;
    return needsOthers ? { channel: orderOpsChannel, noticeTo: direct } : { channel: direct };
  }

  async function giveUp(post: Post): Promise<Told> {
    log.error({ code: 'post_given_up', post: post.postId, about: post.about }, 'never told');
    return skip(post);
  }

  /** Nothing is left to be said. */
  async function skip(post: Post): Promise<Told> {
    await outbox.giveUp(post.postId, post.wanted);
    return TOLD;
  }

  async function tell(post: Post, turn: Turn): Promise<Told> {
    const { attempt } = turn;
    try {
      return await (post.kind === 'thread' ? tellThread(post, turn) : tellPost(post));
    } catch (error) {
      return remedy(post, error, attempt).catch(() =>
        attempt < A_WHILE || !mayBeGivenUp(post.kind) ? later(AWAY) : giveUp(post),
      );
    }
  }

  return {
    async tell(postId, turn) {
      const post = await outbox.find(postId);
      if (!post || post.posted >= post.wanted) return TOLD;
      // A card that was moved is told in the lane of its new channel, and there alone.
      if (post.kind === 'card' && post.channel !== turn.lane) return TOLD;
      return tell(post, turn);
    },
  };
}

/** The message without which this one is not told: that of its thread, or the one it speaks of. */
function rootOf(post: Post): string | undefined {
  switch (post.kind) {
    case 'card':
    case 'escalation':
    case 'ticket':
    case 'break_glass':
      return undefined;
    case 'notice':
      return cardId(post.about);
    default:
      return post.root;
  }
}

/** Asked again, everybody in the channel hears it: a thread alone is read by those who are in it. */
function isLoud(post: Post): boolean {
  return post.kind === 'escalation_note' && post.note.note === 'asked_again';
}

function later(wait: number): Told {
  return { kind: 'later', wait };
}

/**
 * How many ms too early this is for one more in the channel; 0 where it may go out, and is counted. The
 * pace is reckoned by a clock that may be set back: nobody waits longer than its duration (s).
 */
async function earliness(
  pace: RateLimiterMemory,
  channel: string,
  { duration }: { readonly duration: number },
): Promise<number> {
  return pace.consume(channel).then(
    () => 0,
    (rejected: unknown) => {
      if (rejected instanceof RateLimiterRes) {
        return Math.min(Math.max(1, rejected.msBeforeNext), duration * 1_000);
      }
      throw rejected;
    },
  );
}

/** Ids are no links and links no pictures: a message shows what it says and nothing more. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const;
const LOUD = { reply_broadcast: true } as const;
