import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bringUpToDate } from '../../src/bring-up-to-date.js';
import { LiteConnection } from '../../src/storage/lite-connection.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { emptyLite } from '../cancellations/lites.js';

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

it('Where all is done already, nothing is looked for but that', async () => {
  const lite = await emptyLite();
  onTestFinished(() => lite.close());
  const pool = asPgPool(new PglitePool(lite));
  const database: Parameters<typeof bringUpToDate>[0] = { unhurried: (work) => work(pool) };
  const log = pino({ level: 'silent' });
  await bringUpToDate(database, log);
  const run = vi.spyOn(LiteConnection.prototype, 'run');
  onTestFinished(() => run.mockRestore());
  await bringUpToDate(database, log);
  const statements = run.mock.calls.map(([text]) => text);
  expect(statements.filter((text) => text.includes('kysely_migration'))).toHaveLength(2);
  expect(statements.filter((text) => text.includes('dbos_migrations'))).toHaveLength(2);
  expect(statements).toHaveLength(4);
});
