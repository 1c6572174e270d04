import { type Kysely, sql } from 'kysely';
import type { Tables } from '../storage/tables.js';
import { type Entry, GENESIS, type Head } from './chain.js';

/** How many entries are held at once. */
const BATCH = 500;

/** A time that nobody of ours can have written must fail its hash, and not the reading. */
const READABLE_AT = sql<number>`least(at, ${Number.MAX_SAFE_INTEGER}::bigint)`.as('at');

/** Which entries are meant; all of them where nothing is said. */
export interface Wanted {
  readonly orderId?: string;
  /** A Slack id, or the order service's id of a person who has requested or decided something. */
  readonly by?: string;
  /** Epoch ms, that moment included. */
  readonly since?: number;
  /** Epoch ms, that moment left out. */
  readonly until?: number;
}

/** The newest entry's number and hash, as they stand now. */
export async function readHead(db: Kysely<Tables>): Promise<Head> {
  const newest = await db
    .selectFrom('opsguide.audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest ?? { seq: 0, hash: GENESIS };
}

/**
 * The entries in the order of their numbers, however many there are: read in batches, each a short
 * statement of its own, so that it may take its time beside a bot at work. Those written meanwhile come
 * along, unless `upTo` names the last number.
 */
export async function* readTrail(
  db: Kysely<Tables>,
  wanted: Wanted = {},
  upTo: number = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<Entry> {
  const slackIds = wanted.by === undefined ? undefined : await slackIdsOf(db, wanted.by);
  for (let last: number | undefined; ; ) {
    let query = db
      .selectFrom('opsguide.audit')
      .select(['seq', 'run_id', 'order_id', 'event', 'actor', 'data', 'previous_hash', 'hash'])
      .select(READABLE_AT)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(BATCH);
    if (last !== undefined) query = query.where('seq', '>', last);
    if (wanted.orderId !== undefined) query = query.where('order_id', '=', wanted.orderId);
    if (slackIds !== undefined) query = query.where('actor', 'in', slackIds);
    if (wanted.since !== undefined) query = query.where('at', '>=', wanted.since);
    if (wanted.until !== undefined) query = query.where('at', '<', wanted.until);
    const entries = await query.execute();
    yield* entries;
    last = entries.at(-1)?.seq;
    if (last === undefined || entries.length < BATCH) return;
  }
}

/** The newest entries of an order, the newest last, and how many there are in all. */
export async function readNewestOf(
  db: Kysely<Tables>,
  orderId: string,
  limit: number,
): Promise<{ readonly entries: readonly Entry[]; readonly count: number }> {
  const ofOrder = db.selectFrom('opsguide.audit').where('order_id', '=', orderId);
  const [entries, counted] = await Promise.all([
    ofOrder.selectAll().orderBy('seq', 'desc').limit(limit).execute(),
    ofOrder.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirst(),
  ]);
  return { entries: entries.toReversed(), count: Number(counted?.count ?? 0) };
}

/** Who acted as this person: the events that name the acting person's own id. */
async function slackIdsOf(db: Kysely<Tables>, by: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('opsguide.audit')
    .select('actor')
    .distinct()
    .where('event', 'in', ['requested', 'confirmed', 'rollback_confirmed'])
    .where(sql<string>`data ->> 'userId'`, '=', by)
    .execute();
  return [by, ...rows.flatMap(({ actor }) => (actor === null ? [] : [actor]))];
}
