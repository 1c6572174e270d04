import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { columnTypes } from './column-types.js';
import type { Database, StorageEvents } from './database.js';
import { StorageError } from './errors.js';

/** What clients in use are waited for at the end, in ms. */
const PATIENCE_AT_END = 2_000;

/** What every connection of ours has. */
const COMMON = {
  application_name: 'opsguide',
  types: columnTypes,
  // Between keep-alives a firewall forgets a quiet connection; the listener's is quiet for long.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  idleTimeoutMillis: 30_000,
} as const satisfies pg.PoolConfig;

/** For the work: our rows and the engine's. */
const WORK = {
  ...COMMON,
  // With the one aside 6 for a replica: three fit the 20 connections of the smallest databases sold,
  // and a release step and a person beside them. The engine's listener keeps one of these for good.
  max: 5,
  // A turn in the pool counts too, so this is patience with a storm rather than with the network.
  connectionTimeoutMillis: 10_000,
  // No statement of ours takes long: one that does has met a lock or a bad plan, and frees its client.
  statement_timeout: 30_000,
  // For a server that can't say so any more; longer than the server's own, which says why.
  query_timeout: 40_000,
  // A replica that was stopped inside of a transaction must not keep its locks from the others.
  idle_in_transaction_session_timeout: 20_000,
} as const satisfies pg.PoolConfig;

/**
 * For the beats, and to know whether the database is there: never in a queue behind the work, and
 * soon with an answer. A beat that waits is none.
 */
const ASIDE = {
  ...COMMON,
  max: 1,
  connectionTimeoutMillis: 3_000,
  statement_timeout: 3_000,
  query_timeout: 3_500,
  idle_in_transaction_session_timeout: 5_000,
} as const satisfies pg.PoolConfig;

/** To bring the tables up to date: an index over years of rows takes as long as it takes. */
const MIGRATING = {
  ...COMMON,
  // One holds the lock, one migrates.
  max: 2,
  connectionTimeoutMillis: 10_000,
} as const satisfies pg.PoolConfig;

/** Opens the pools on Postgres and asks once, so that a wrong address shows at the start. */
export async function openPostgres(
  url: string,
  { onConnectionLost }: StorageEvents,
): Promise<Database> {
  const open = (options: pg.PoolConfig) => {
    const pool = new pg.Pool({ ...options, connectionString: url });
    // Without a listener a connection that breaks ends the process: an idle one by the pool's own
    // event, and one that is out, between two statements of a transaction, by its client's.
    pool.on('error', onConnectionLost);
    pool.on('connect', (client) => client.on('error', onConnectionLost));
    return pool;
  };
  const pool = open(WORK);
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw unreachable(url, cause);
  }
  const aside = open(ASIDE);
  return {
    ...{ pool, aside },
    async migrating(work) {
      const unhurried = open(MIGRATING);
      try {
        await work(unhurried);
      } finally {
        await unhurried.end();
      }
    },
    async close() {
      await Promise.all([close(pool), close(aside)]);
    },
  };
}

async function close(pool: pg.Pool): Promise<void> {
  if (pool.ending) return;
  const deadline = new AbortController();
  await Promise.race([
    pool.end(),
    pause(PATIENCE_AT_END, undefined, { signal: deadline.signal }).catch(() => undefined),
  ]);
  deadline.abort();
}

function unreachable(url: string, cause: unknown): StorageError {
  const where = addressOf(url);
  return new StorageError(
    'database_unreachable',
    `The database of DATABASE_URL (${where}) can't be used: ${reason(cause)}`,
    { cause },
  );
}

/** Host and name of a database, without who and by what password. */
export function addressOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'not a URL';
}

/** A refused connection has no message of its own where a host has several addresses. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reason).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
