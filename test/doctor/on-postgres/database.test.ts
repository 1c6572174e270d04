import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { bringUpToDate } from '../../../src/bring-up-to-date.js';
import { createLog } from '../../../src/log.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { freshDatabase } from '../../postgres/database.js';
import { nowhere, said, surgery } from '../surgery.js';

const at = surgery();
const server = inject('postgresUrl') ?? expect.fail('no server');

let url: string;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ url, drop } = await freshDatabase(server));
});
afterAll(() => drop());

const finding = (about: string, DATABASE_URL = url) => at.finding(about, { DATABASE_URL });

/** One statement after the other, as the owner. */
async function done(...statements: readonly string[]): Promise<pg.QueryResult | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let result: pg.QueryResult | undefined;
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end();
  }
}

/** The same database with something else in its address. */
function addressed(change: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>): string {
  return Object.assign(new URL(url), change).href;
}

const schemas = async () =>
  (await done("select nspname from pg_namespace where nspname !~ '^pg_' order by 1"))?.rows;

describe('An empty database', () => {
  it('is good, and the release step or the first start makes its tables', async () => {
    const before = await schemas();
    const found = await at.findings({ DATABASE_URL: url });
    const ofDatabase = found.slice(found.findIndex(({ about }) => about === 'database'));
    expect(ofDatabase).toMatchObject([
      { about: 'database', ...said('ok', /^PostgreSQL \d+\S* at 127\.0\.0\.1:\d+\/t_/) },
      { about: 'tables', ...said('ok', /none yet: npm run migrate/) },
      { about: 'rights', ...said('ok', /may write/) },
      { about: 'connections', ...said('ok', /\d+ left/) },
      { about: 'clock of Slack' },
      { about: 'clock of the database', ...said('ok', /agrees|0 s/) },
      { about: 'clock of the order service' },
    ]);
    expect(await schemas()).toStrictEqual(before);
  });

  it('in which this user may make nothing is told', async () => {
    await done('create role stranger login password $$strange$$');
    const DATABASE_URL = addressed({ username: 'stranger', password: 'strange' });
    expect(await finding('rights', DATABASE_URL)).toMatchObject(
      said('fail', /may not write: permission denied/, /grant create on database/),
    );
    await done('drop role stranger');
  });
});

describe('A database that does not let the bot in', () => {
  it.each([
    ['a wrong password', { password: 'wr0ng' }, /authentication failed/, /user and password/],
    ['an unknown name', { pathname: '/nowhere' }, /does not exist/, /right name/],
  ] as const)('is told: %s', async (_, change, words, advice) => {
    const found = await finding('database', addressed(change));
    expect(found).toMatchObject(said('fail', words, advice));
    expect(JSON.stringify(found)).not.toContain('wr0ng');
  });

  it('is told: nobody listens', async () => {
    const DATABASE_URL = `${await nowhere()}/orders`.replace('http://', 'postgres://bot:s3cret@');
    const found = await finding('database', DATABASE_URL);
    expect(found).toMatchObject(said('fail', /ECONNREFUSED/, /Nothing listens/));
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });
});

describe('A database with tables', () => {
  beforeAll(async () => {
    const database = await openDatabase(
      { kind: 'postgres', url },
      { onLockLost() {}, onConnectionLost() {} },
    );
    await bringUpToDate(database, createLog('silent'));
    await database.close();
  });
  beforeEach(async () => {
    expect(await finding('tables')).toMatchObject(said('ok', /up to date/));
  });

  it('of an earlier version is told, with what is still to run', async () => {
    await done("delete from opsguide.kysely_migration where name = '0006-replicas'");
    expect(await finding('tables')).toMatchObject(
      said('warn', /still to run: 0006-replicas$/, /npm run migrate/),
    );
    await done("insert into opsguide.kysely_migration values ('0006-replicas', '2026-11-25')");
  });

  it('of an earlier engine is told', async () => {
    await done('update dbos.dbos_migrations set version = version - 2');
    expect(await finding('tables')).toMatchObject(said('warn', /still to run: 2 of the engine/));
    await done('update dbos.dbos_migrations set version = version + 2');
  });

  it('of a later version is no fault: an older replica goes on beside it', async () => {
    await done("insert into opsguide.kysely_migration values ('9999-later', '2026-11-25')");
    expect(await finding('tables')).toMatchObject(said('ok', /up to date/));
    await done("delete from opsguide.kysely_migration where name = '9999-later'");
  });

  it('that this user may read and not write is told, by name', async () => {
    await done(
      'create role reader login password $$read$$',
      'grant usage on schema opsguide, dbos to reader',
      'grant select on all tables in schema opsguide, dbos to reader',
    );
    const DATABASE_URL = addressed({ username: 'reader', password: 'read' });
    expect(await finding('rights', DATABASE_URL)).toMatchObject(
      said('fail', /may not read and write dbos\..*opsguide\.clicks/, /npm run migrate.*grant all/),
    );
    await done('drop owned by reader', 'drop role reader');
  });

  it('that is read-only just now is told', async () => {
    const name = new URL(url).pathname.slice(1);
    await done(`alter database ${name} set default_transaction_read_only = on`);
    expect(await finding('database')).toMatchObject(said('fail', /is read-only/, /primary/));
    expect(await finding('rights')).toMatchObject(said('fail', /read-only transaction/));
    await done('set default_transaction_read_only = off', `alter database ${name} reset all`);
  });

  it('with too few connections left is a warning', async () => {
    const name = new URL(url).pathname.slice(1);
    await done(`alter database ${name} connection limit 5`);
    expect(await finding('connections')).toMatchObject(said('warn', /^[0-5] left/, /takes 6/));
    await done(`alter database ${name} connection limit -1`);
  });

  it('names who is at work on it, and leaves no trace itself', async () => {
    expect(await finding('replicas')).toMatchObject(said('ok', /none at work/));
    await done(
      `insert into opsguide.replicas values
         ('shop-1', gen_random_uuid(), 1, extract(epoch from now()) * 1000),
         ('long-gone', gen_random_uuid(), 1, 0)`,
    );
    expect(await finding('replicas')).toMatchObject(said('ok', /^at work: shop-1$/));
    const { rows } = (await done('select replica_id from opsguide.replicas order by 1')) ?? {};
    expect(rows).toStrictEqual([{ replica_id: 'long-gone' }, { replica_id: 'shop-1' }]);
    await done('delete from opsguide.replicas');
  });
});
