import { ensureSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { dbosLog } from './dbos-log.js';

/** Unused beside a pool; without it DBOS makes one up from PGHOST, PGPASSWORD and their like. */
export const UNUSED_URL = 'postgresql://the-pool@localhost/opsguide';

/** Brings the engine's own tables up to date. Two at once break each other: see `alone`. */
export async function migrateEngine(pool: Pool, log: Logger): Promise<void> {
  const logger = new GlobalLogger(undefined, { logger: dbosLog(log, new WeakSet()) });
  await ensureSystemDatabase(UNUSED_URL, logger, pool);
}
