import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Database } from '../storage/database.js';
import { FolderLockedError, StorageError } from '../storage/errors.js';
import { openDatabase, type Storage } from '../storage/open-database.js';
import type { Tables } from '../storage/tables.js';

/** There is no trail to be read; the message says why, and what to do. */
export class NoTrailError extends Error {
  override readonly name = 'NoTrailError';
  readonly code = 'no_trail';
}

/**
 * Opens the bot's database and reads from it alone: nothing is made or brought up to date. Postgres by
 * connections of its own, beside the bot; the embedded one while no bot has it. Throws NoTrailError or
 * StorageError.
 */
export async function withTrail<T>(
  storage: Storage,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const database = await open(storage);
  try {
    // A reader may take its time over a statement, and over what lies between two of them.
    return await database.unhurried(async (pool) => {
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
      await expectTrail(db);
      return work(db);
    });
  } finally {
    await database.close();
  }
}

/** Opening the embedded database would make one where there is none. */
async function open(storage: Storage): Promise<Database> {
  if (storage.kind === 'embedded') await expectFolder(storage.dataDir);
  try {
    return await openDatabase(storage, { onLockLost: endAtOnce, onConnectionLost() {} });
  } catch (error) {
    if (!(error instanceof FolderLockedError)) throw error;
    const { code, message } = error;
    throw new StorageError(
      code,
      `${message}.\nThe trail in an embedded database is read while its bot is stopped. Meanwhile /cancel-order audit ORDER shows an order's entries, and the log the newest hash (audit_head)`,
    );
  }
}

async function expectFolder(dataDir: string): Promise<void> {
  try {
    await access(join(dataDir, 'pglite'));
  } catch {
    throw new NoTrailError(
      `There is no database in DATA_DIR ${dataDir}: set DATA_DIR or DATABASE_URL as the bot has it`,
    );
  }
}

async function expectTrail(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ found: string | null }>`
    select to_regclass('opsguide.audit')::text as found`.execute(db);
  if (rows[0]?.found) return;
  throw new NoTrailError(
    'There is no audit trail in this database: set DATA_DIR or DATABASE_URL as the bot has it',
  );
}

/** Another process has taken the folder: what is read from now on may be torn. */
function endAtOnce(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
