import { EventEmitter, once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PoolClient } from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type DurableProcess, launchDbos, rethrowIfFenced } from '../../src/engine/dbos.js';
import type { Launcher, Workflow } from '../../src/engine/engine.js';
import type { Database } from '../../src/storage/database.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { copyOf } from '../acceptance/prepared-data.js';

interface Counters {
  counters: { id: string; value: number };
}

let folder: string;
let database: Database;
let connectAtOnce: () => Promise<PoolClient>;
let db: Kysely<Counters>;
let dbos: DurableProcess<keyof typeof workflows>;
let launcher: Launcher<keyof typeof workflows>;
const logged: Record<string, unknown>[] = [];
const told = new EventEmitter().setMaxListeners(0);

const workflows = {
  async tell(engine, id) {
    await engine.step('tell', async () => {
      told.emit(id, Date.now());
    });
  },
  async tellSlowly(engine, id, before, after) {
    await engine.step('slow', async () => {
      told.emit('lane', before);
      await pause(30);
      told.emit('lane', after);
    });
    told.emit(id);
  },
  async count(engine, id) {
    for (const [i, name] of ['one', 'two', 'three'].entries()) {
      await engine.step(name, () => increase(i % 2 === 0 ? 'even' : 'odd'));
    }
    told.emit(id);
  },
  async throwing(engine) {
    await engine.step('done', async () => undefined);
    throw Object.assign(new Error('the step was refused'), { code: 'billing_hold' });
  },
  async stumbling(engine, id) {
    let tries = 0;
    await engine.step('stumble', async () => {
      tries += 1;
      if (tries < 3) throw new Error('the database broke off');
    });
    told.emit(id, tries);
  },
  async startsAnother(engine, id, other) {
    await engine.step('start', () => launcher.later('tell', other, 1, other));
    told.emit(id);
  },
  async fenced(engine, id) {
    await engine.step('still ours', async () => undefined);
    const takenOver = once(told, 'taken over');
    told.emit('between');
    await takenOver;
    try {
      await engine.step('not ours any more', async () => told.emit(id, 'the body ran'));
    } catch (error) {
      told.emit(id, 'caught');
      rethrowIfFenced(error);
    }
    told.emit(id, 'went on');
  },
} satisfies Record<string, Workflow>;

async function increase(id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('counters')
      .select('value')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await sql`select 1`.execute(trx);
    await trx
      .updateTable('counters')
      .set({ value: row.value + 1 })
      .where('id', '=', id)
      .execute();
  });
}

beforeAll(async () => {
  folder = await copyOf(inject('preparedData'));
  const events = { onLockLost() {}, onConnectionLost() {} };
  database = await openDatabase({ kind: 'embedded', dataDir: folder }, events);
  const { pool } = database;
  connectAtOnce = pool.connect.bind(pool);
  db = new Kysely({ dialect: new PostgresDialect({ pool: database.pool }) });
  await sql`create table counters (id text primary key, value bigint not null)`.execute(db);
  await sql`insert into counters values ('even', 0), ('odd', 0)`.execute(db);
  dbos = await launchDbos({
    pool: database.pool,
    executorId: 'test',
    applicationVersion: 'test-1',
    workflows,
    lanes: { looksApart: 100 },
    log: pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) }),
  });
  launcher = dbos.launcher;
}, 120_000);

afterAll(async () => {
  await dbos.shutdown();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('starting a workflow', () => {
  it('twice runs it once, also when it is long finished', async () => {
    let runs = 0;
    told.on('twice', () => runs++);
    const first = once(told, 'twice');
    await Promise.all([
      launcher.start('tell', 'twice', 'twice'),
      launcher.start('tell', 'twice', 'twice'),
    ]);
    await first;
    await launcher.start('tell', 'twice', 'twice');
    await launcher.later('tell', 'twice', 1, 'twice');
    await launcher.inLane('tell', 'twice', 'C1', 'twice');
    // In the same queue as the two above, so they would have run before it.
    const after = once(told, 'after-twice');
    await launcher.inLane('tell', 'after-twice', 'C1', 'after-twice');
    await after;
    expect(runs).toBe(1);
  });

  it('later starts it not before its time, and soon after', async () => {
    // Spread over the second in which DBOS looks by itself.
    const delays = Array.from({ length: 11 }, (_, i) => 300.7 + i * 100);
    const lateness = await Promise.all(
      delays.map(async (delay, i) => {
        const running = once(told, `due-${i}`);
        const asked = Date.now();
        await launcher.later('tell', `due-${i}`, delay, `due-${i}`);
        const [at] = await running;
        return at - asked - delay;
      }),
    );
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(-1);
    // Generous: how soon is for a quiet machine to say.
    expect(Math.max(...lateness)).toBeLessThan(10_000);
  });

  it('in a lane runs them one at a time, in the order of the calls', async () => {
    const seen: string[] = [];
    told.on('lane', (what: string) => seen.push(what));
    // Ids that sort the other way round: the order must come from the calls.
    const ids = ['d', 'c', 'b', 'a'];
    const last = once(told, 'lane-a');
    // As with several connections: who asks first need not come first.
    let wait = 100;
    const connect = vi.spyOn(database.pool, 'connect').mockImplementation(async () => {
      wait -= 10;
      if (wait > 0) await pause(wait);
      return connectAtOnce();
    });
    await Promise.all(
      ids.map((id) =>
        launcher.inLane('tellSlowly', `lane-${id}`, 'C2', `lane-${id}`, `${id}>`, `<${id}`),
      ),
    );
    await last;
    connect.mockRestore();
    expect(seen).toEqual(['d>', '<d', 'c>', '<c', 'b>', '<b', 'a>', '<a']);
  });

  it('in a lane begins when the one before it has ended, not at a look of DBOS, once a second', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `soon-${i}`);
    const last = once(told, 'soon-19');
    const begun = Date.now();
    await Promise.all(ids.map((id) => launcher.inLane('tell', id, 'C5', id)));
    await last;
    // Twenty looks of DBOS would take twenty seconds.
    expect(Date.now() - begun).toBeLessThan(12_000);
  });

  it('in one lane does not wait for another lane', async () => {
    const slow = once(told, 'lane-slow');
    const quick = once(told, 'quick');
    await launcher.inLane('tellSlowly', 'lane-slow', 'C3', 'lane-slow', '', '');
    await launcher.inLane('tell', 'quick', 'C4', 'quick');
    await Promise.all([slow, quick]);
  });

  it('works inside of a step too', async () => {
    const other = once(told, 'other');
    await launcher.start('startsAnother', 'starts', 'starts', 'other');
    await other;
  });
});

describe('fifty workflows at once whose steps change our own rows in transactions', () => {
  it('all end, and no change is lost', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `count-${i}`);
    await Promise.all(
      ids.map(async (id) => {
        const ended = once(told, id);
        await launcher.start('count', id, id);
        await ended;
      }),
    );
    expect(await db.selectFrom('counters').selectAll().orderBy('id').execute()).toEqual([
      { id: 'even', value: 100 },
      { id: 'odd', value: 50 },
    ]);
  }, 60_000);
});

describe('a step that throws', () => {
  it('is tried again until it passes, and the workflow goes on', async () => {
    const done = once(told, 'stumbles');
    await launcher.start('stumbling', 'stumbles', 'stumbles');
    expect(await done).toEqual([3]);
  });
});

describe('a workflow that throws', () => {
  it('ends, and is logged once with its id and the error', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    await launcher.start('throwing', 'throws');
    const lines = () =>
      logged.filter((line) => JSON.stringify(line).includes('the step was refused'));
    const ended = async () => {
      const { rows } = await sql<{
        status: string;
      }>`select status from dbos.workflow_status where workflow_uuid = 'throws'`.execute(db);
      return rows[0]?.status;
    };
    while ((await ended()) === 'PENDING') await pause(20);
    await pause(20);
    process.off('unhandledRejection', onUnhandled);
    expect(await ended()).toBe('ERROR');
    expect(lines().filter((line) => Number(line.level) >= 40)).toEqual([
      expect.objectContaining({
        level: 50,
        workflow: 'throwing',
        workflowId: 'throws',
        err: expect.objectContaining({ code: 'billing_hold' }),
      }),
    ]);
    expect(unhandled).toEqual([]);
  });
});

describe('a workflow that another replica took over', () => {
  it('is stopped before the body of its next step, and stays the other one’s', async () => {
    const said: unknown[] = [];
    told.on('fenced', (what) => said.push(what));
    const between = once(told, 'between');
    await launcher.start('fenced', 'fenced', 'fenced');
    await between;
    await sql`update dbos.workflow_status set owner_xid = 'another' where workflow_uuid = 'fenced'`.execute(
      db,
    );
    told.emit('taken over');
    while (!logged.some((line) => String(line.msg).includes('no longer owned'))) await pause(20);
    expect(said).toEqual(['caught']);
    const { rows } =
      await sql`select status, owner_xid from dbos.workflow_status where workflow_uuid = 'fenced'`.execute(
        db,
      );
    expect(rows).toEqual([{ status: 'PENDING', owner_xid: 'another' }]);
  });

  it('knows the error that no workflow may catch', () => {
    expect(() => rethrowIfFenced(new DBOSWorkflowConflictError('run'))).toThrow();
    expect(() => rethrowIfFenced(new Error('anything else'))).not.toThrow();
  });
});

describe('the engine’s own words', () => {
  it('reach our log below info', () => {
    const own = logged.filter((line) => line.part === 'engine');
    expect(own.some((line) => line.msg === 'DBOS launched!' && line.level === 20)).toBe(true);
    expect(own.some((line) => line.level === 30)).toBe(false);
  });
});
