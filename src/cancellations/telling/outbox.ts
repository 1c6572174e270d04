import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { storable } from '../../storage/storable.js';
import type { PostKind, Tables } from '../../storage/tables.js';
import { type BrokenGlass, brokenGlassSchema } from '../run/broken-glass.js';
import { type Milestone, milestoneSchema } from '../run/milestone.js';
import { type EscalationNote, escalationNoteSchema } from '../trouble/escalation.js';

/** A telling that waits for its turn in its channel. */
export interface Due {
  readonly postId: string;
  readonly version: number;
  readonly channel: string;
}

/** One that wants a message drawn anew. */
export interface RedrawnDue extends Due {
  /** An earlier telling of it waits in the same channel still, and will draw the newest. */
  readonly isWaiting: boolean;
}

/**
 * Nothing is due where its telling waits already, for that one draws the newest. A lane takes one
 * telling at each look, and a run that goes on quickly or a storm brings many drawings.
 */
export function unlessWaiting({ isWaiting, ...due }: RedrawnDue): readonly Due[] {
  return isWaiting ? [] : [due];
}

const pieceSchema = z.object({ text: z.string(), piece: z.number(), of: z.number() });
/** A part of a ticket's original order, for the ticket's thread. */
export type TicketPiece = z.infer<typeof pieceSchema>;

/**
 * A message as the outbox knows it, drawn at the moment it goes out: from what it is about, and
 * from what was recorded with it. A notice tells the requester in a direct message where the card is.
 */
export type Post = {
  readonly postId: string;
  /** The run's id, or the escalation's. */
  readonly about: string;
  readonly channel: string;
  readonly wanted: number;
  readonly posted: number;
  readonly ts: string | undefined;
} & (
  | { readonly kind: 'card' | 'notice' | 'escalation' | 'ticket' }
  | { readonly kind: 'thread'; readonly root: string; readonly milestone: Milestone }
  | { readonly kind: 'escalation_note'; readonly root: string; readonly note: EscalationNote }
  | { readonly kind: 'ticket_piece'; readonly root: string; readonly content: TicketPiece }
  | { readonly kind: 'break_glass'; readonly glass: BrokenGlass }
);

/** The root message of a run's thread. */
export function cardId(runId: string): string {
  return `${runId}:card`;
}

/** Tells #order-ops that somebody decided alone. `name` makes it one for each time. */
export function addBreakGlassPost(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
  name: string,
  glass: BrokenGlass,
): Promise<Due> {
  const post_id = `${runId}:break-glass:${name}`;
  const content = storable(glass);
  return addPost(trx, { post_id, about: runId, kind: 'break_glass', channel, content });
}

/** The message of an escalation. */
export function escalationPostId(escalationId: string): string {
  return `${escalationId}:escalation`;
}

/** Puts a run's card into a channel, once. */
export async function addCard(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
): Promise<Due> {
  return addPost(trx, { post_id: cardId(runId), about: runId, kind: 'card', channel });
}

/** Tells the requester in a direct message where the card is, once. */
export async function addNotice(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
): Promise<Due> {
  return addPost(trx, { post_id: `${runId}:notice`, about: runId, kind: 'notice', channel });
}

/**
 * The card must be drawn anew: a waiting edit is replaced, for only the newest state is drawn.
 * With `to` it goes on as a new message in that channel.
 */
export function redrawCard(
  trx: Transaction<Tables>,
  runId: string,
  to?: string,
): Promise<RedrawnDue> {
  return redrawPost(trx, cardId(runId), to);
}

/** The same for any message that is edited. */
export async function redrawPost(
  trx: Transaction<Tables>,
  postId: string,
  to?: string,
): Promise<RedrawnDue> {
  const { wanted, posted, channel } = await trx
    .updateTable('opsguide.posts')
    .set(({ eb }) => ({ wanted: eb('wanted', '+', 1), ...(to && { channel: to, ts: null }) }))
    .where('post_id', '=', postId)
    .returning(['wanted', 'posted', 'channel'])
    .executeTakeFirstOrThrow();
  return { postId, version: wanted, channel, isWaiting: !to && posted < wanted - 1 };
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
  const { channel, postId: root } = card;
  const post_id = `${runId}:${name}`;
  return addPost(trx, { post_id, about: runId, kind: 'thread', root, channel, content });
}

/** Puts an escalation's message into #order-ops, once. */
export function addEscalationPost(
  trx: Transaction<Tables>,
  escalationId: string,
  channel: string,
): Promise<Due> {
  const post_id = escalationPostId(escalationId);
  return addPost(trx, { post_id, about: escalationId, kind: 'escalation', channel });
}

/** A post in the thread of an escalation. `name` makes it one. */
export function addEscalationNote(
  trx: Transaction<Tables>,
  escalationId: string,
  channel: string,
  name: string,
  note: EscalationNote,
): Promise<Due> {
  const root = escalationPostId(escalationId);
  const post_id = `${escalationId}:${name}`;
  const content = storable(note);
  return addPost(trx, {
    ...{ post_id, about: escalationId, kind: 'escalation_note', root, channel, content },
  });
}

/** A ticket as a message in #order-ops, its original order in the thread, piece by piece. */
export async function addTicketPosts(
  trx: Transaction<Tables>,
  runId: string,
  channel: string,
  pieces: readonly string[],
): Promise<readonly Due[]> {
  const root = `${runId}:ticket`;
  const due = [await addPost(trx, { post_id: root, about: runId, kind: 'ticket', channel })];
  for (const [index, text] of pieces.entries()) {
    const post_id = `${root}:${index + 1}`;
    const content = storable({ text, piece: index + 1, of: pieces.length } satisfies TicketPiece);
    due.push(
      await addPost(trx, {
        ...{ post_id, about: runId, kind: 'ticket_piece', root, channel, content },
      }),
    );
  }
  return due;
}

async function addPost(
  trx: Transaction<Tables>,
  post: {
    readonly post_id: string;
    readonly about: string;
    readonly kind: PostKind;
    readonly root?: string;
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
      const { post_id, about, kind, channel, wanted, posted, ts, content } = row;
      const post = { postId: post_id, about, channel, wanted, posted, ts: ts ?? undefined };
      const root = row.root ?? cardId(about);
      switch (kind) {
        case 'thread':
          return { ...post, kind, root, milestone: milestoneSchema.parse(content) };
        case 'escalation_note':
          return { ...post, kind, root, note: escalationNoteSchema.parse(content) };
        case 'ticket_piece':
          return { ...post, kind, root, content: pieceSchema.parse(content) };
        case 'break_glass':
          return { ...post, kind, glass: brokenGlassSchema.parse(content) };
        default:
          return { ...post, kind };
      }
    },

    /**
     * Records that `version` of the post stands in the channel under `ts`. A card that was moved
     * away meanwhile is not brought back by it. Gives the version that is wanted by now; undefined
     * where nothing was left to be recorded.
     */
    async told(
      postId: string,
      version: number,
      channel: string,
      ts: string,
    ): Promise<number | undefined> {
      const recorded = await db
        .updateTable('opsguide.posts')
        .set({ posted: version, ts })
        .where('post_id', '=', postId)
        .where('channel', '=', channel)
        .where('posted', '<', version)
        .returning('wanted')
        .executeTakeFirst();
      return recorded?.wanted;
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

    /** Wants it drawn anew, in its own lane; what is due is to be woken. */
    redraw(postId: string): Promise<Due> {
      return db.transaction().execute((trx) => redrawPost(trx, postId));
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
