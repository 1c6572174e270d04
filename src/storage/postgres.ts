import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { columnTypes } from './column-types.js';
import type { Database, StorageEvents } from './database.js';
import { StorageError } from './errors.js';

/** What clients in use are waited for at the end, in ms. */
const PATIENCE_AT_END = 2_000;

/** Opens a pool on Postgres and asks it once, so that a wrong address shows at the start. */
export async function openPostgres(
  url: string,
  { onConnectionLost }: StorageEvents,
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'opsguide',
    types: columnTypes,
    // Two replicas fit the 20 connections of the smallest databases sold.
    max: 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // Between keep-alives a firewall forgets a quiet connection; the listener's is quiet for long.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // No statement of ours takes long: one that does has met a lock or a bad plan, and frees its client.
    statement_timeout: 30_000,
    // A replica that was stopped inside of a transaction must not keep its locks from the others.
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without a listener an idle connection that breaks ends the process.
  pool.on('error', onConnectionLost);
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw unreachable(url, cause);
  }
  return { pool, close: () => close(pool) };
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
  const where = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'not a URL';
  return new StorageError(
    'database_unreachable',
    `The database of DATABASE_URL (${where}) can't be used: ${reason(cause)}`,
    { cause },
  );
}

/** A refused connection has no message of its own where a host has several addresses. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reason).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
