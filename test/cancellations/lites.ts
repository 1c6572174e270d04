import type { PGlite } from '@electric-sql/pglite';
import { newDatabase } from '../../src/new-database.js';
import { openLite } from '../../src/storage/lite.js';

/** PGlite in memory as the bot's first start finds it: brought up to date by the build, without rows. */
export async function newLite(): Promise<PGlite> {
  return openLite('memory://', await newDatabase());
}

/** PGlite in memory, with nothing in it. */
export async function emptyLite(): Promise<PGlite> {
  const lite = await newLite();
  await lite.exec('drop schema opsguide, dbos cascade');
  return lite;
}
