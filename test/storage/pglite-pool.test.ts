import { setTimeout as pause } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { columnTypes } from '../../src/storage/column-types.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { emptyLite } from '../cancellations/lites.js';

let lite: PGlite;
let pool: PglitePool;

beforeAll(async () => {
  lite = await emptyLite();
  pool = new PglitePool(lite);
});
afterAll(() => lite.close());
beforeEach(() => pool.query('drop table if exists orders; create table orders (id text)'));

const ids = async () =>
  (await pool.query('select id from orders order by id')).rows.map((r) => r.id);

describe('a transaction in the embedded database', () => {
  it('keeps the other clients waiting until it ends, and lets them in in their order', async () => {
    const [first, second] = [await pool.connect(), await pool.connect()];
    const order: string[] = [];
    await first.query('begin');
    const others = [
      second.query('insert into orders values ($1)', ['second']).then(() => order.push('second')),
      pool.query('insert into orders values ($1)', ['third']).then(() => order.push('third')),
    ];
    await first.query('insert into orders values ($1)', ['first']);
    await pause(20);
    await first.query('commit').then(() => order.push('first'));
    await Promise.all(others);
    first.release();
    second.release();
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('never takes in a statement of another client, though it was asked for in one breath', async () => {
    const [first, second] = [await pool.connect(), await pool.connect()];
    const breath = [first.query('select 1'), first.query('begin')];
    const theirs = second.query('insert into orders values ($1)', ['theirs']);
    await Promise.all(breath);
    await first.query('rollback');
    await theirs;
    first.release();
    second.release();
    expect(await ids()).toEqual(['theirs']);
  });

  it('is rolled back when its client is released in the middle of it', async () => {
    const client = await pool.connect();
    await client.query('start transaction isolation level serializable');
    await client.query('insert into orders values ($1)', ['half done']);
    client.release();
    expect(await ids()).toEqual([]);
  });

  it('is over after a failed statement and a rollback, and the others go on', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await expect(client.query('select nonsense')).rejects.toMatchObject({ code: '42703' });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('rollback');
    expect(await ids()).toEqual([]);
    client.release();
  });

  it('holds on through a rollback to a savepoint', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query("insert into orders values ('kept'); savepoint here");
    await client.query("insert into orders values ('undone')");
    await client.query('rollback to savepoint here');
    const seen = pool.query('select id from orders');
    await client.query("insert into orders values ('kept too')");
    await client.query('commit');
    client.release();
    expect((await seen).rows).toEqual([{ id: 'kept' }, { id: 'kept too' }]);
  });

  it('that waits for another client fails in words that DBOS knows to try again', async () => {
    const impatient = new PglitePool(lite, { patience: 50 });
    const client = await impatient.connect();
    await client.query('begin');
    await expect(impatient.query('select 1')).rejects.toThrow(
      'timeout exceeded when trying to connect',
    );
    await client.query('commit');
    client.release();
    expect((await impatient.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('the pool over PGlite', () => {
  it('runs several statements of one text and gives the last result', async () => {
    const result = await pool.query("insert into orders values ('a'); select id from orders");
    expect(result).toMatchObject({ command: 'SELECT', rowCount: 1, rows: [{ id: 'a' }] });
  });

  it('counts the rows of a change', async () => {
    await pool.query("insert into orders values ('a'), ('b')");
    expect(await pool.query('delete from orders')).toMatchObject({
      command: 'DELETE',
      rowCount: 2,
    });
  });

  it('tells errors by their code and never repeats values in them', async () => {
    await pool.query('create unique index on orders (id)');
    await pool.query('insert into orders values ($1)', ['secret']);
    const error = await pool.query('insert into orders values ($1)', ['secret']).catch((e) => e);
    expect(error).toMatchObject({ code: '23505', constraint: 'orders_id_idx' });
    expect(error).not.toHaveProperty('params');
    expect(error).not.toHaveProperty('query');
  });

  it('passes notifications to the clients that listen, until they are released', async () => {
    const [listener, other] = [await pool.connect(), await pool.connect()];
    const heard: unknown[] = [];
    for (const client of [listener, other]) client.on('notification', (m) => heard.push(m));
    await listener.query('LISTEN "cards"');
    await other.query('listen elsewhere;');
    await pool.query("select pg_notify('cards', 'C1')");
    await pause(0);
    expect(heard).toEqual([{ processId: 0, channel: 'cards', payload: 'C1' }]);
    await listener.query('unlisten cards');
    other.release();
    await pool.query("select pg_notify('cards', 'C2'), pg_notify('elsewhere', 'C3')");
    await pause(0);
    expect(heard).toHaveLength(1);
    listener.release();
  });

  it('lets the rest of the process breathe between statements', async () => {
    // Turns of the event loop, which come between the statements however fast the machine is.
    let breaths = 0;
    let breathing = setImmediate(function breathe() {
      breaths += 1;
      breathing = setImmediate(breathe);
    });
    await Promise.all(Array.from({ length: 100 }, () => pool.query('select 1')));
    clearImmediate(breathing);
    expect(breaths).toBeGreaterThanOrEqual(100);
  });

  it('refuses a client that was given back, and one given back twice', async () => {
    const client = await pool.connect();
    client.release();
    await expect(client.query('select 1')).rejects.toThrow('released');
    expect(() => client.release()).toThrow('already been released');
  });

  it('serves Kysely, its transactions and their rollback', async () => {
    const db = new Kysely<{ orders: { id: string } }>({
      dialect: new PostgresDialect({ pool: asPgPool(pool) }),
    });
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('orders').values({ id: 'undone' }).execute();
      throw new Error('refused');
    });
    const passing = db.transaction().execute(async (trx) => {
      await trx.insertInto('orders').values({ id: 'done' }).execute();
      await sql`select pg_sleep(0)`.execute(trx);
    });
    await expect(failing).rejects.toThrow('refused');
    await passing;
    expect(await ids()).toEqual(['done']);
  });

  it('ends only when what was begun has ended, and takes no more', async () => {
    const ending = new PglitePool(lite);
    const client = await ending.connect();
    await client.query('begin');
    let ended = false;
    const end = ending.end().then(() => {
      ended = true;
    });
    await pause(10);
    expect(ended).toBe(false);
    await client.query('commit');
    client.release();
    await end;
    await expect(ending.connect()).rejects.toThrow('after calling end');
  });
});

describe('a statement that comes again', () => {
  const prepared = async (text: string) =>
    (await pool.query('select name from pg_prepared_statements where statement = $1', [text])).rows;

  it('is prepared at its second coming, and answers with what stands there now', async () => {
    const text = 'select count(*) as n from orders where id <> $1';
    expect((await pool.query(text, ['x'])).rows).toEqual([{ n: 0 }]);
    expect(await prepared(text)).toHaveLength(0);
    for (const [at, id] of ['a', 'b', 'c', 'd', 'e', 'f', 'g'].entries()) {
      await pool.query('insert into orders values ($1)', [id]);
      expect((await pool.query(text, ['x'])).rows).toEqual([{ n: at + 1 }]);
    }
    expect(await prepared(text)).toHaveLength(1);
  });

  it('fails each time in the same words, and may be right the next time', async () => {
    const text = 'select $1::int + 1 as next';
    for (let time = 0; time < 3; time += 1) {
      await expect(pool.query(text, ['four'])).rejects.toMatchObject({ code: '22P02' });
      await expect(pool.query('selec $1', [4])).rejects.toMatchObject({ code: '42601' });
    }
    expect((await pool.query(text, [4])).rows).toEqual([{ next: 5 }]);
  });

  it('is its own where another pool speaks to the same database', async () => {
    const other = new PglitePool(lite);
    for (let time = 0; time < 3; time += 1) {
      expect((await pool.query('select $1::text as ours', ['a'])).rows).toEqual([{ ours: 'a' }]);
      expect((await other.query('select $1::text as theirs', ['b'])).rows).toEqual([
        { theirs: 'b' },
      ]);
    }
  });

  it('is not kept where hundreds are already', async () => {
    const full = new PglitePool(lite);
    const texts = Array.from({ length: 501 }, (_, n) => `select $1::int + ${n} as n${n}`);
    for (const text of [...texts, ...texts]) await full.query(text, [1]);
    expect(await prepared(texts[499] ?? '')).toHaveLength(1);
    expect(await prepared(texts[500] ?? '')).toHaveLength(0);
    expect((await full.query(texts[500] ?? '', [1])).rows).toEqual([{ n500: 501 }]);
  });
});

describe('values are written as pg writes them', () => {
  it.each([
    ['text[]', ['a,"b', 'c'], ['a,"b', 'c']],
    ['int[]', [1, 2], [1, 2]],
    ['jsonb', { a: [1] }, { a: [1] }],
    ['timestamptz', new Date(1_234), new Date(1_234)],
    ['bytea', Buffer.from([0, 255]), Buffer.from([0, 255])],
    ['boolean', false, false],
    ['text', null, null],
  ])('%s', async (type, value, expected) => {
    for (let time = 0; time < 3; time += 1) {
      expect((await pool.query(`select $1::${type} as v`, [value])).rows).toEqual([
        { v: expected },
      ]);
    }
  });
});

describe('columns are read as pg reads them', () => {
  it.each([
    ["'42'::int8", 42],
    ["'{1,2}'::int8[]", [1, 2]],
    ["'2024-02-29 12:30:00.123+02'::timestamptz", new Date('2024-02-29T10:30:00.123Z')],
    ["'12.50'::numeric", '12.50'],
    [`'{"a": [1, null]}'::jsonb`, { a: [1, null] }],
    ["'null'::jsonb", null],
    ["'{}'::json", {}],
    ["'\\xdead'::bytea", Buffer.from('dead', 'hex')],
    ['\'{a,"b c"}\'::text[]', ['a', 'b c']],
    ['true', true],
    ['7::int2', 7],
    ['1.5::float8', 1.5],
    ["'0b7b6d1c-5b3c-4c3e-9e0a-1d2f3a4b5c6d'::uuid", '0b7b6d1c-5b3c-4c3e-9e0a-1d2f3a4b5c6d'],
    ["'2024-02-29'::date", new Date(2024, 1, 29)],
    ["'varchar'::varchar", 'varchar'],
    ['null::int8', null],
  ])('%s', async (expression, expected) => {
    const { rows, fields } = await pool.query(
      `select ${expression} as v, (${expression})::text as t`,
    );
    const text = rows[0]?.t;
    const parse = columnTypes.getTypeParser(fields[0]?.dataTypeID ?? 0);
    expect(rows[0]?.v).toEqual(expected);
    expect(typeof text === 'string' ? parse(text) : null).toEqual(expected);
  });

  it('refuses an int8 that a number cannot hold', async () => {
    await expect(pool.query("select '9007199254740993'::int8")).rejects.toThrow(RangeError);
  });

  it('leaves the parsers of pg itself as they are', () => {
    expect(pg.types.getTypeParser(20)('42')).toBe('42');
  });
});
