import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import { pgliteParsers } from '../../src/storage/column-types.js';
import { startParams } from '../../src/storage/lite.js';

const CACHE = join(process.cwd(), 'node_modules/.cache/opsguide-tests');

/** PGlite in memory, with nothing in it. */
export async function emptyLite(): Promise<PGlite> {
  const loadDataDir = await emptyDump();
  return PGlite.create({ loadDataDir, parsers: pgliteParsers, startParams });
}

/** An empty database takes seconds to make and is always the same: made once for a PGlite version. */
async function emptyDump(): Promise<Blob> {
  const file = join(CACHE, `empty-${versionOfPglite()}.tar`);
  try {
    return new Blob([await readFile(file)]);
  } catch {
    const lite = await PGlite.create();
    const empty = await lite.dumpDataDir('none');
    await lite.close();
    const fresh = `${file}.${randomUUID()}`;
    await mkdir(CACHE, { recursive: true });
    await writeFile(fresh, Buffer.from(await empty.arrayBuffer()));
    await rename(fresh, file);
    return empty;
  }
}

function versionOfPglite(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@electric-sql/pglite');
  const manifest: unknown = require(join(entry, '../../package.json'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
