import type { Kysely, Transaction } from 'kysely';
import { storable } from '../../storage/storable.js';
import type { Tables } from '../../storage/tables.js';
import { type Milestone, milestoneSchema } from '../run/milestone.js';

/** A telling that waits for its turn in its channel. */
export interface Due {
  readonly postId: string;
  readonly version: number;
  readonly channel: string;
}

/**
 * A message as the outbox knows it. A card is drawn from its run, a thread post from its
 * milestone; a notice tells the requester in a direct message where the card is.
 */
export type Post = {
  readonly postId: string;
  readonly runId: string;
  readonly channel: string;
  readonly wanted: number;
  readonly posted: number;
  readonly ts: string | undefined;
} & (
  | { readonly kind: 'card' | 'notice' }
  | { readonly kind: 'thread'; readonly milestone: Milestone }
);

/** The root message of a run's thread. */
export function cardId(runId: string): string {
  return `${runId}:card`;
}

/** Puts a run's card into a channel, once. */
export async function addCard(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
): Promise<Due> {
  return addPost(trx, { post_id: cardId(runId), run_id: runId, kind: 'card', channel });
}

/** Tells the requester in a direct message where the card is, once. */
export async function addNotice(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
): Promise<Due> {
  return addPost(trx, { post_id: `${runId}:notice`, run_id: runId, kind: 'notice', channel });
}

/**
 * The card must be drawn anew: a waiting edit is replaced, for only the newest state is drawn.
 * With `to` it goes on as a new message in that channel.
 */
export async function redrawCard(
  trx: Transaction<Tables>,
  runId: string,
  to?: string,
): Promise<Due> {
  const { post_id, wanted, channel } = await trx
    .updateTable('opsguide.posts')
    .set(({ eb }) => ({
      wanted: eb('wanted', '+', 1),
      ...(to && { channel: to, ts: null }),
    }))
    .where('post_id', '=', cardId(runId))
    .returning(['post_id', 'wanted', 'channel'])
    .executeTakeFirstOrThrow();
  return { postId: post_id, version: wanted, channel };
}

/** A post in the run's thread. `name` makes it one: the same milestone is never told twice. */
export async function addThreadPost(
  trx: Transaction<Tables>,
  card: Due,
  runId: string,
  name: string,
  milestone: Milestone,
): Promise<Due> {
  const content = storable(milestone);
  const { channel } = card;
  const post_id = `${runId}:${name}`;
  return addPost(trx, { post_id, run_id: runId, kind: 'thread', channel, content });
}

async function addPost(
  trx: Transaction<Tables>,
  post: {
    readonly post_id: string;
    readonly run_id: string;
    readonly kind: 'card' | 'thread' | 'notice';
    readonly channel: string;
    readonly content?: string;
  },
): Promise<Due> {
  await trx
    .insertInto('opsguide.posts')
    .values({ content: '{}', ...post, wanted: 1, posted: 0 })
    .onConflict((conflict) => conflict.column('post_id').doNothing())
    .execute();
  return { postId: post.post_id, version: 1, channel: post.channel };
}

/** The outbox outside of a move: what the deliverer reads and writes. */
export function outbox(db: Kysely<Tables>) {
  return {
    async find(postId: string): Promise<Post | undefined> {
      const row = await db
        .selectFrom('opsguide.posts')
        .selectAll()
        .where('post_id', '=', postId)
        .executeTakeFirst();
      if (!row) return undefined;
      const { post_id, run_id, kind, channel, wanted, posted, ts } = row;
      const post = { postId: post_id, runId: run_id, channel, wanted, posted, ts: ts ?? undefined };
      return kind === 'thread'
        ? { ...post, kind, milestone: milestoneSchema.parse(row.content) }
        : { ...post, kind };
    },

    /**
     * Records that `version` of the post stands in the channel under `ts`. A card that was moved
     * away meanwhile is not brought back by it.
     */
    async told(postId: string, version: number, channel: string, ts: string): Promise<void> {
      await db
        .updateTable('opsguide.posts')
        .set({ posted: version, ts })
        .where('post_id', '=', postId)
        .where('channel', '=', channel)
        .where('posted', '<', version)
        .execute();
    },

    /** Slack will never take this version: the lane goes on without it. */
    async giveUp(postId: string, version: number): Promise<void> {
      await db
        .updateTable('opsguide.posts')
        .set({ posted: version })
        .where('post_id', '=', postId)
        .where('posted', '<', version)
        .execute();
    },

    /** The message is gone: it has to be told anew, where it stood. */
    async isGone(postId: string): Promise<void> {
      await db
        .updateTable('opsguide.posts')
        .set({ posted: 0, ts: null })
        .where('post_id', '=', postId)
        .execute();
    },

    /** What is not told yet, oldest first: a crash may have come between a move and its telling. */
    async untold(limit: number): Promise<readonly Due[]> {
      const rows = await db
        .selectFrom('opsguide.posts')
        .select(['post_id', 'wanted', 'channel'])
        .whereRef('posted', '<', 'wanted')
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ post_id, wanted, channel }) => ({
        postId: post_id,
        version: wanted,
        channel,
      }));
    },
  };
}
export type Outbox = ReturnType<typeof outbox>;
