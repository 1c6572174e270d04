import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import type { ClientBase, Pool } from 'pg';

/**
 * How many of the engine's own migrations are still to run; asks, and changes nothing. By the table itself:
 * DBOS's own question goes through `information_schema`, which is slow where it is asked first.
 */
export async function engineMigrationsToRun(
  client: Pick<ClientBase | Pool, 'query'>,
): Promise<number> {
  const table = await client.query<{ found: string | null }>(
    `select to_regclass('dbos.dbos_migrations')::text as found`,
  );
  if (!table.rows[0]?.found) return allMigrations().length;
  const { rows } = await client.query<{ version: string | null }>(
    'select max(version) as version from dbos.dbos_migrations',
  );
  return Math.max(0, allMigrations().length - Number(rows[0]?.version ?? 0));
}
