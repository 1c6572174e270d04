import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { bringUpToDate } from '../../src/bring-up-to-date.js';
import { columnTypes } from '../../src/storage/column-types.js';
import { freshDatabase } from './database.js';
import { endPool } from './end-pool.js';
import { OwnServer } from './own-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which databases can be made; absent where the tests run on PGlite. */
    readonly postgresUrl?: string;
    /** The name of one there that the bot's migrations have made, to be copied. */
    readonly migratedDatabase?: string;
  }
}

/** Where a project before this one has made it. */
const MIGRATED = 'TEST_MIGRATED_DATABASE';

/**
 * A real PostgreSQL for the tests of a project: that of TEST_DATABASE_URL, else one of their own, which
 * the projects after this one are given in turn.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: given, [MIGRATED]: made } = process.env;
  const server = given ? undefined : await OwnServer.start();
  const url = given ?? server?.url ?? '';
  const migrated = made ? { name: made } : await migratedOn(url);
  process.env.TEST_DATABASE_URL = url;
  process.env[MIGRATED] = migrated.name;
  project.provide('postgresUrl', url);
  project.provide('migratedDatabase', migrated.name);
  return async () => {
    if ('drop' in migrated) await migrated.drop();
    await server?.close();
  };
}

async function migratedOn(serverUrl: string): ReturnType<typeof freshDatabase> {
  const fresh = await freshDatabase(serverUrl);
  const pool = new pg.Pool({ connectionString: fresh.url, types: columnTypes });
  await bringUpToDate({ unhurried: (work) => work(pool) }, pino({ level: 'error' }));
  await endPool(pool);
  return fresh;
}
