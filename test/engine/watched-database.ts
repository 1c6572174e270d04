import { rm } from 'node:fs/promises';
import { inject, vi } from 'vitest';
import type { Database } from '../../src/storage/database.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { copyOf } from '../acceptance/prepared-data.js';

/** An embedded database of its own, which tells of each statement with values: its first word, and those. */
export async function watchedDatabase(
  tell: (verb: string, values: readonly unknown[], text: string) => void,
): Promise<Database> {
  const dataDir = await copyOf(inject('preparedData'));
  const database = await openDatabase(
    { kind: 'embedded', dataDir },
    { onLockLost: () => undefined, onConnectionLost: () => undefined },
  );
  const ask = database.pool.query.bind(database.pool);
  vi.spyOn(database.pool, 'query').mockImplementation((text: string, values?: unknown[]) => {
    if (values) tell(text.trim().split(/\s/, 1)[0] ?? '', values, text);
    return ask(text, values);
  });
  return {
    ...database,
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
