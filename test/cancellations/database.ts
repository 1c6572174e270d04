import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import { inject } from 'vitest';
import { z } from 'zod';
import { pgliteParsers } from '../../src/storage/column-types.js';
import { migrate } from '../../src/storage/migrations.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import type { Tables } from '../../src/storage/tables.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { clockedPool } from '../postgres/clocked-pool.js';
import { freshDatabase } from '../postgres/database.js';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/opsguide-tests');

/**
 * An empty database, brought up to date by the bot's own migrations: on the real Postgres of the
 * project, if it has one, else PGlite in memory through the bot's own pool.
 */
export async function emptyDatabase() {
  const server = inject('postgresUrl');
  return server === undefined ? inMemory() : onPostgres(server);
}

async function onPostgres(server: string) {
  const { url, drop } = await freshDatabase(server);
  const pool = await clockedPool(url);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);
  return {
    db,
    async close() {
      await pool.end();
      await drop();
    },
  };
}

async function inMemory() {
  const lite = await PGlite.create({ loadDataDir: await emptyDump(), parsers: pgliteParsers });
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: asPgPool(new PglitePool(lite)) }),
  });
  await migrate(db);
  return { db, close: () => lite.close() };
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
