import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { migrateEngine } from './engine/migrate-engine.js';
import { engineMigrationsToRun } from './engine/migrations-to-run.js';
import { alone } from './storage/alone.js';
import type { Database } from './storage/database.js';
import { migrate, migrationState } from './storage/migrations.js';
import type { Tables } from './storage/tables.js';

/**
 * Brings our tables and the engine's up to date, one replica at a time. Where they are, it asks and does
 * no more. Throws where a migration fails.
 */
export async function bringUpToDate(
  database: Pick<Database, 'unhurried'>,
  log: Logger,
): Promise<void> {
  await database.unhurried(async (pool) => {
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    if (await isUpToDate(pool, db)) return;
    await alone(pool, async () => {
      // First the engine's: ours set how one of them is looked after.
      await migrateEngine(pool, log);
      await migrate(db);
    });
  });
}

async function isUpToDate(pool: Pool, db: Kysely<Tables>): Promise<boolean> {
  const [engine, ours] = await Promise.all([engineMigrationsToRun(pool), migrationState(db)]);
  return engine === 0 && ours.toRun.length === 0;
}
