import { Kysely, PostgresDialect, sql } from 'kysely';
import { inject } from 'vitest';
import { migrate } from '../../src/storage/migrations.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import type { Tables } from '../../src/storage/tables.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { clockedPool } from '../postgres/clocked-pool.js';
import { migratedDatabase } from '../postgres/migrated-database.js';
import { EMPTYING } from './emptying.js';
import { newLite } from './lites.js';

/**
 * An empty database, brought up to date by the bot's own migrations: on the real Postgres of the
 * project, if it has one, else PGlite in memory through the bot's own pool.
 */
export async function emptyDatabase() {
  return inject('postgresUrl') === undefined ? inMemory() : onPostgres();
}

async function onPostgres() {
  const { url, drop } = await migratedDatabase();
  const pool = await clockedPool(url);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);
  return {
    db,
    async close() {
      await pool.end();
      await drop();
    },
  };
}

/** Those of this process that nobody uses now: to make one takes a second, to empty it none. */
const unused: Kysely<Tables>[] = [];

async function inMemory() {
  const used = unused.pop();
  if (used) for (const statement of EMPTYING) await sql.raw(statement).execute(used);
  const db = used ?? (await freshInMemory());
  return {
    db,
    async close() {
      // Else it keeps a timer for what it has counted, by a clock that each file sets back: from then on
      // it would ring at every millisecond.
      await sql`select pg_stat_force_next_flush()`.execute(db);
      unused.push(db);
    },
  };
}

async function freshInMemory(): Promise<Kysely<Tables>> {
  const lite = await newLite();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: asPgPool(new PglitePool(lite)) }),
  });
  await migrate(db);
  return db;
}
