import type { PGlite } from '@electric-sql/pglite';
import { newDatabase } from '../../src/new-database.js';
import { openLite } from '../../src/storage/lite.js';

/** PGlite in memory as the bot's first start finds it: brought up to date by the build, without rows. */
export async function newLite(): Promise<PGlite> {
  const lite = await openLite('memory://', await newDatabase());
  // Postgres has a timer for what it counts, by the clock; a test sets its own back when it is over, and
  // from then on the timer would ring at every millisecond.
  await lite.exec('SET track_counts TO off');
  return lite;
}

/** PGlite in memory, with nothing in it. */
export async function emptyLite(): Promise<PGlite> {
  const lite = await newLite();
  await lite.exec('drop schema opsguide, dbos cascade');
  return lite;
}
