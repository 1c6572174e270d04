import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { v4 as uuid } from 'uuid';
import { NOW } from './beats.js';
import type { Beat } from './silence.js';

/** Chosen at random, once: names our lock among all advisory locks of the database. */
const TAKEOVER_LOCK = 5_480_917_226;
/** Longer than the engine ever takes to put work back; the server gives up after 5 s by itself. ms */
const PATIENCE = 4_000;

/** Who is gone, as this replica sees it. */
export interface Gone {
  readonly silent: readonly Beat[];
  /** Executors that hold work and have no row. */
  readonly rowless: readonly string[];
}

export interface Takeover {
  readonly replicaId: string;
  /** ms since its last sign of life, by the database's clock; absent where it had no row. */
  readonly silentFor?: number;
}

export interface TakenOver {
  readonly replicas: readonly Takeover[];
  /** How many workflows went back into their queue. */
  readonly workflows: number;
}

/**
 * Takes over what the dead left, one replica of all at a time. Their rows are gone only once their
 * work is back in its queue, in one transaction: if this process dies on the way, the rows stand
 * and the next one finds them. Meanwhile a process that starts or wakes under such a name waits at
 * its row, and nobody's fresh work is taken.
 */
export async function takeOver(
  aside: Pool,
  gone: Gone,
  takeUp: (executorIds: readonly string[]) => Promise<number>,
): Promise<TakenOver> {
  const client = await aside.connect();
  try {
    await client.query('begin');
    const replicas = (await isOurTurn(client)) ? await claim(client, gone) : [];
    const ids = replicas.map(({ replicaId }) => replicaId);
    const workflows = ids.length > 0 ? await inTime(takeUp(ids)) : 0;
    await client.query('commit');
    client.release();
    return { replicas, workflows };
  } catch (error) {
    // The connection goes with its transaction: what was deleted stands again.
    client.release(true);
    throw error;
  }
}

async function isOurTurn(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1) as locked',
    [TAKEOVER_LOCK],
  );
  return rows[0]?.locked === true;
}

/** Those whose row still says what was seen: it is locked, and gone with the commit. */
async function claim(client: PoolClient, { silent, rowless }: Gone): Promise<readonly Takeover[]> {
  const claimed: Takeover[] = [];
  for (const { replicaId, incarnation, beats } of silent) {
    const { rows } = await client.query<{ silent_for: number }>(
      `delete from opsguide.replicas
       where replica_id = $1 and incarnation = $2 and beats = $3
       returning greatest(0, ${NOW} - beat_at) as silent_for`,
      [replicaId, incarnation, beats],
    );
    if (rows[0]) claimed.push({ replicaId, silentFor: rows[0].silent_for });
  }
  for (const replicaId of rowless) {
    // A row for the length of the transaction: a process that starts under the name waits for it.
    const { rowCount } = await client.query(
      `insert into opsguide.replicas (replica_id, incarnation, beats, beat_at)
       values ($1, $2, 0, 0) on conflict do nothing`,
      [replicaId, uuid()],
    );
    if (rowCount !== 1) continue;
    await client.query('delete from opsguide.replicas where replica_id = $1', [replicaId]);
    claimed.push({ replicaId });
  }
  return claimed;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = pause(PATIENCE, undefined, { signal: over.signal }).then(() => {
    throw new Error('The engine took too long to put the work back');
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
