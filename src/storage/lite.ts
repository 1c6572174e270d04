import { rename, rm } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { newDatabase } from '../new-database.js';

/**
 * Postgres' own pages in memory are touched one by one at every start: 128 MB, as it has them by itself,
 * are a tenth of a second and as much memory. Beyond these the system's cache of files is read.
 */
const SHARED_BUFFERS = '32MB';

/** A table is analysed (`statistics.ts`) by some 3,000 of its rows, not 30,000: all else waits meanwhile. */
const STATISTICS_TARGET = '10';

/**
 * Postgres tries at every start whether it may open as many files at once: a thousand, by itself, each of
 * which PGlite looks for from the first number on. Beyond these the least used one is closed for another.
 */
const FILES_AT_ONCE = '256';

/**
 * No timer that would tell how far a start has come: it rings for ever in PGlite, at every millisecond
 * once the clock was set back by a month.
 */
const NO_PROGRESS = 'log_startup_progress_interval=0';

/** What Postgres is started with. */
const startParams = [
  ...PGlite.defaultStartParams,
  ...['-c', `shared_buffers=${SHARED_BUFFERS}`],
  ...['-c', `default_statistics_target=${STATISTICS_TARGET}`],
  ...['-c', `max_files_per_process=${FILES_AT_ONCE}`],
  ...['-c', NO_PROGRESS],
];

/**
 * PGlite as it is asked by pg's client (`lite-connection.ts`): what it would read at its start for its own
 * `query`, which types are arrays of which, nobody needs, and it was a twentieth of a start.
 */
class Lite extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

/** Postgres' own last words: why it does not start. */
const LAST_WORDS = /\b(?:FATAL|PANIC): +(.*)/;

/**
 * Opens PGlite in a folder, made of `loadDataDir` where there is none yet. It says why it could not in
 * Postgres' words; its own error is «Aborted()».
 */
export async function openLite(folder: string, loadDataDir?: Blob): Promise<PGlite> {
  let lastWords: string | undefined;
  try {
    const lite = new Lite(folder, {
      startParams,
      ...(loadDataDir && { loadDataDir }),
      onStderr(text) {
        lastWords ??= LAST_WORDS.exec(text)?.[1];
        return false;
      },
    });
    await lite.waitReady;
    return lite;
  } catch (cause) {
    throw lastWords === undefined ? cause : new Error(lastWords, { cause });
  }
}

/**
 * Makes a database where there is none. Beside its place at first: a kill in the middle leaves
 * nothing that looks like one.
 */
export async function makeLite(folder: string): Promise<void> {
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  const lite = await openLite(making, await newDatabase());
  await lite.close();
  await rename(making, folder);
}
