import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import { keepStatistics } from '../../src/storage/statistics.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { emptyLite } from '../cancellations/lites.js';

let lite: PGlite;
let leave: () => void;

beforeAll(async () => {
  lite = await emptyLite();
  await lite.exec(`
    CREATE SCHEMA opsguide;
    CREATE TABLE opsguide.posts (channel text);
    CREATE TABLE opsguide.claims (id int)`);
  leave = keepStatistics(asPgPool(new PglitePool(lite)), 50);
});
afterAll(async () => {
  leave();
  await lite.close();
});

/** How many rows the planner takes a table to have; -1 where it was never analysed. */
async function known(table: string): Promise<unknown> {
  const { rows } = await lite.query<{ reltuples: number }>(
    `SELECT reltuples FROM pg_class WHERE oid = '${table}'::regclass`,
  );
  return rows[0]?.reltuples;
}

describe('the embedded database, which nobody vacuums', () => {
  it('analyses a table by itself once much of it has changed, and leaves one where little has', async () => {
    await lite.exec(`
      INSERT INTO opsguide.claims SELECT generate_series(1, 400);
      INSERT INTO opsguide.posts SELECT 'C' || n % 7 FROM generate_series(1, 6000) n`);
    await vi.waitFor(async () => expect(await known('opsguide.posts')).toBe(6_000), 20_000);
    expect(await known('opsguide.claims')).toBe(-1);
  });

  it('analyses it again when it has changed as much again', async () => {
    await lite.exec(`DELETE FROM opsguide.posts WHERE channel <> 'C1'`);
    await vi.waitFor(async () => expect(await known('opsguide.posts')).toBe(858), 20_000);
  });

  it('looks at some 3,000 rows of a large one, for all else waits meanwhile', async () => {
    const { rows } = await lite.query('SHOW default_statistics_target');
    expect(rows).toEqual([{ default_statistics_target: '10' }]);
  });
});
