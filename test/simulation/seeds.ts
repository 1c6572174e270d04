import { afterAll, beforeAll } from 'vitest';
import { type Played, play } from './play.js';
import { type Database, openDatabase } from './world/database.js';

/** Opens a database for the seeds of a test file, and gives back what plays one of them. */
export function useSeeds(): (seed: number) => Promise<Played> {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database.close());
  return (seed) => play(seed, database);
}
