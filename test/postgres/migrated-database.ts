import { inject } from 'vitest';
import { freshDatabase } from './database.js';

/** A database that is up to date and has no rows: a copy, for to migrate one takes as long as a test. */
export function migratedDatabase(): ReturnType<typeof freshDatabase> {
  const [server, template] = [inject('postgresUrl'), inject('migratedDatabase')];
  if (!server || !template) throw new Error('There is no PostgreSQL');
  return freshDatabase(server, template);
}
