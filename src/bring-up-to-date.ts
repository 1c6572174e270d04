import { Kysely, PostgresDialect } from 'kysely';
import type { Logger } from 'pino';
import { migrateEngine } from './engine/migrate-engine.js';
import { alone } from './storage/alone.js';
import type { Database } from './storage/database.js';
import { migrate } from './storage/migrations.js';
import type { Tables } from './storage/tables.js';

/**
 * Brings our tables and the engine's up to date, one replica at a time. Does nothing where they are.
 * Throws where a migration fails.
 */
export async function bringUpToDate(
  database: Pick<Database, 'unhurried'>,
  log: Logger,
): Promise<void> {
  await database.unhurried((pool) =>
    alone(pool, async () => {
      // First the engine's: ours set how one of them is looked after.
      await migrateEngine(pool, log);
      await migrate(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }));
    }),
  );
}
