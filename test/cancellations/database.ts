import { Kysely, PostgresDialect } from 'kysely';
import { inject } from 'vitest';
import { migrate } from '../../src/storage/migrations.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import type { Tables } from '../../src/storage/tables.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { clockedPool } from '../postgres/clocked-pool.js';
import { freshDatabase } from '../postgres/database.js';
import { emptyLite } from './empty-lite.js';

/**
 * An empty database, brought up to date by the bot's own migrations: on the real Postgres of the
 * project, if it has one, else PGlite in memory through the bot's own pool.
 */
export async function emptyDatabase() {
  const server = inject('postgresUrl');
  return server === undefined ? inMemory() : onPostgres(server);
}

async function onPostgres(server: string) {
  const { url, drop } = await freshDatabase(server);
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

async function inMemory() {
  const lite = await emptyLite();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: asPgPool(new PglitePool(lite)) }),
  });
  await migrate(db);
  return { db, close: () => lite.close() };
}
