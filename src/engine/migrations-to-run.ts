import { allMigrations } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/internal/migrations';
import { getCurrentSysDBVersion } from '@dbos-inc/dbos-sdk/internal/sysdb_migrations/migration_runner';
import type { ClientBase } from 'pg';

/** How many of the engine's own migrations are still to run; asks, and changes nothing. */
export async function engineMigrationsToRun(client: ClientBase): Promise<number> {
  return Math.max(0, allMigrations().length - (await getCurrentSysDBVersion(client)));
}
