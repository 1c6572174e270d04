import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { bringUpToDate } from './bring-up-to-date.js';
import { PglitePool } from './storage/pglite-pool.js';
import { asPgPool } from './trust-boundary.js';

// Of the build: `node dist/make-new-database.js`. It is kept for as long as what it is made of is the
// same. Were it not, a bot would bring it up to date at its first start, as it does with every database.
const madeOf = await Promise.all(
  ['../package-lock.json', 'storage/migrations.js'].map((name) =>
    readFile(new URL(name, import.meta.url)),
  ),
);
const name = createHash('sha256').update(Buffer.concat(madeOf)).digest('hex').slice(0, 16);
const place = new URL('new-database.tar.gz', import.meta.url);
const kept = new URL(
  `../node_modules/.cache/opsguide/new-database-${name}.tar.gz`,
  import.meta.url,
);

try {
  await copyFile(kept, place);
} catch {
  const lite = await PGlite.create();
  const pool = asPgPool(new PglitePool(lite));
  await bringUpToDate({ unhurried: (work) => work(pool) }, pino({ level: 'error' }));
  // Else each that is made of these files would do all of it once more, from the log.
  await pool.query('checkpoint');
  const files = await lite.dumpDataDir('none');
  await lite.close();
  await mkdir(new URL('.', kept), { recursive: true });
  // Another build may make it at the same time: never half of it under that name.
  const making = new URL(`${kept.href}.${process.pid}`);
  await writeFile(making, gzipSync(Buffer.from(await files.arrayBuffer())));
  await rename(making, kept);
  await copyFile(kept, place);
}
