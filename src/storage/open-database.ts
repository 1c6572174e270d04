import type { Database, StorageEvents } from './database.js';
import { openEmbedded } from './embedded.js';
import { openPostgres } from './postgres.js';

export type Storage =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dataDir: string };

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
