import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { bringUpToDate } from '../../src/bring-up-to-date.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { emptyLite } from '../cancellations/empty-lite.js';

it('What changes is looked after by its number, not by its share of what ended long ago', async () => {
  const lite = await emptyLite();
  onTestFinished(() => lite.close());
  const pool = asPgPool(new PglitePool(lite));
  await bringUpToDate({ unhurried: (work) => work(pool) }, pino({ level: 'silent' }));
  const { rows } = await pool.query(
    `select oid::regclass::text as name from pg_class
     where reloptions @> '{autovacuum_analyze_scale_factor=0}' order by 1`,
  );
  expect(rows).toStrictEqual([
    { name: 'dbos.workflow_status' },
    { name: 'opsguide.cancellations' },
    { name: 'opsguide.posts' },
  ]);
});
