import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Named in package.json: this file is read from several places, the bot as one file among them. */
function placeOfNewDatabase(): string {
  return createRequire(import.meta.url).resolve('#new-database');
}

/**
 * The files of a database that is up to date and has no rows yet, as a tar. The build makes it
 * (`make-new-database.ts`), for that takes longer than all else of a first start.
 */
export async function newDatabase(): Promise<Blob> {
  return new Blob([await promisify(gunzip)(await readFile(placeOfNewDatabase()))]);
}
