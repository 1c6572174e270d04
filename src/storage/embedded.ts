import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { asPgPool } from '../trust-boundary.js';
import { markClosed, markOpen, refuseTorn } from './closing-mark.js';
import type { Database, StorageEvents } from './database.js';
import { StorageError } from './errors.js';
import { lockFolder, type Unlock } from './folder-lock.js';
import { makeLite, openLite } from './lite.js';
import { PglitePool } from './pglite-pool.js';
import { keepStatistics } from './statistics.js';

/** What a statement in flight is waited for at the end, in ms. */
const PATIENCE_AT_END = 2_000;

/** Opens PGlite in `dataDir/pglite`, for this process alone. The folder is made where there is none. */
export async function openEmbedded(dataDir: string, events: StorageEvents): Promise<Database> {
  const folder = resolve(dataDir);
  const unlock = await explained(folder, () => prepare(folder, events));
  try {
    const lite = await explained(folder, () => openMarked(folder));
    return embeddedDatabase(lite, async () => {
      // Without the mark the next start takes it for one whose process was killed, and is right.
      await markClosed(folder, databaseIn(folder)).catch(() => undefined);
      await unlock();
    });
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function prepare(folder: string, { onLockLost }: StorageEvents): Promise<Unlock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return lockFolder(folder, onLockLost);
}

async function openMarked(folder: string): Promise<PGlite> {
  const database = databaseIn(folder);
  const found = await refuseTorn(folder, database);
  if (found === 'none') await makeLite(database);
  await markOpen(folder, database);
  return openLite(database);
}

function databaseIn(folder: string): string {
  return join(folder, 'pglite');
}

function embeddedDatabase(lite: PGlite, giveBack: Unlock): Database {
  const pool = new PglitePool(lite);
  const leaveStatistics = keepStatistics(asPgPool(pool));
  let closing: Promise<void> | undefined;
  const close = async () => {
    leaveStatistics();
    const deadline = new AbortController();
    await Promise.race([
      pool.end(),
      pause(PATIENCE_AT_END, undefined, { signal: deadline.signal }).catch(() => undefined),
    ]);
    deadline.abort();
    await lite.close();
    await giveBack();
  };
  return {
    pool: asPgPool(pool),
    unhurried: (work) => work(asPgPool(pool)),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

async function explained<T>(folder: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw unusable(folder, error);
  }
}

/** Puts an error of the file system or of PGlite in words that name DATA_DIR. */
export function unusable(folder: string, cause: unknown): StorageError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why = cause instanceof Error ? cause.message : String(cause);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StorageError(
        'data_dir_full',
        `DATA_DIR ${folder} is full: make room and start again`,
        { cause },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StorageError(
        'data_dir_unusable',
        `DATA_DIR ${folder} can't be written by this user: give it to the user or choose another (${why})`,
        { cause },
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new StorageError(
        'data_dir_unusable',
        `DATA_DIR ${folder} is not a folder: choose another (${why})`,
        { cause },
      );
    default:
      return new StorageError(
        'data_dir_unusable',
        `The database in DATA_DIR ${folder} can't be opened: ${why}`,
        { cause },
      );
  }
}
