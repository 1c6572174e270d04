import { rm } from 'node:fs/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { inject } from 'vitest';
import { openDatabase } from '../../src/storage/open-database.js';
import type { Tables } from '../../src/storage/tables.js';
import { copyOf } from '../acceptance/prepared-data.js';
import { migratedDatabase } from '../postgres/migrated-database.js';

/** A database that today's bot has migrated, while no bot runs on it. */
export interface Place {
  /** The bot's settings that name it. */
  readonly settings: Readonly<Record<string, string>>;
  within<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

export const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  async 'the embedded database'() {
    const dataDir = await copyOf(inject('preparedData'));
    return {
      settings: { DATA_DIR: dataDir },
      within: (work) => opened({ kind: 'embedded', dataDir }, work),
      drop: () => rm(dataDir, { recursive: true, force: true }),
    };
  },
  async PostgreSQL() {
    const { url, drop } = await migratedDatabase();
    const settings = { DATABASE_URL: url };
    return { settings, within: (work) => opened({ kind: 'postgres', url }, work), drop };
  },
};

async function opened<T>(
  storage: Parameters<typeof openDatabase>[0],
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const ignored = () => undefined;
  const database = await openDatabase(storage, { onLockLost: ignored, onConnectionLost: ignored });
  try {
    return await work(
      new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) }),
    );
  } finally {
    await database.close();
  }
}
