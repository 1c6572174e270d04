import type { Pool } from 'pg';
import { openEmbedded } from './embedded.js';
import { openPostgres } from './postgres.js';

export type Storage =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dataDir: string };

export interface Database {
  /** What DBOS takes as `systemDatabasePool` and Kysely's `PostgresDialect` as `pool`. */
  readonly pool: Pool;
  /**
   * Ends the pool and gives DATA_DIR back, within about 3 s even where a client was never released.
   * Shut the engine down before. May be called again.
   */
  close(): Promise<void>;
}

export interface StorageEvents {
  /** DATA_DIR was taken away from this process: it must stop at once, without writing more. */
  onLockLost(error: Error): void;
  /** An idle connection broke; the pool opens another one when it needs one. */
  onConnectionLost(error: Error): void;
}

/**
 * Opens the bot's storage: Postgres, or PGlite in `DATA_DIR/pglite` for this process alone
 * (product.md «Settings»). Columns are read alike on both (`column-types.ts`).
 *
 * @throws StorageError with a code, and what to do
 */
export function openDatabase(storage: Storage, events: StorageEvents): Promise<Database> {
  return storage.kind === 'postgres'
    ? openPostgres(storage.url, events)
    : openEmbedded(storage.dataDir, events);
}
