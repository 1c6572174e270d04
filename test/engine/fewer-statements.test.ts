import { EventEmitter, once } from 'node:events';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DurableProcess, launchDbos } from '../../src/engine/dbos.js';
import type { Workflow } from '../../src/engine/engine.js';
import type { Database } from '../../src/storage/database.js';
import { watchedDatabase } from './watched-database.js';

let database: Database;
let dbos: DurableProcess<keyof typeof workflows>;
const said = new EventEmitter();
let fenced = 0;
let statements: string[] = [];

const workflows = {
  async oneAfterTheOther(engine) {
    await engine.step('one', async () => 1);
    await engine.step('two', async () => statements.push('the body'));
    said.emit('both');
  },
  async lostInsideOfAStep(engine, id) {
    await engine.step('lost', () => takenOver(id));
    said.emit('went on');
  },
  async lostBetweenSteps(engine, id) {
    await engine.step('before', async () => undefined);
    await takenOver(id);
    await engine.step('behind', async () => said.emit('body'));
  },
  async lostAtItsEnd(engine, id) {
    await engine.step('done', async () => undefined);
    await takenOver(id);
  },
} satisfies Record<string, Workflow>;

async function takenOver(id: string): Promise<void> {
  const another = `update dbos.workflow_status set owner_xid = 'another' where workflow_uuid = $1`;
  await database.pool.query(another, [id]);
}

async function rowsOf(text: string, id: string): Promise<unknown[]> {
  return (await database.pool.query(text, [id])).rows;
}

const recorded = (id: string) =>
  rowsOf('select function_name from dbos.operation_outputs where workflow_uuid = $1', id);
const standing = (id: string) =>
  rowsOf('select status, owner_xid from dbos.workflow_status where workflow_uuid = $1', id);
const ends = (id: string) =>
  rowsOf('select output from dbos.workflow_output where workflow_uuid = $1', id);

beforeAll(async () => {
  database = await watchedDatabase((verb, values) => {
    if (values.includes('steps')) statements.push(verb);
  });
  dbos = await launchDbos({
    ...{ pool: database.pool, executorId: 'one', applicationVersion: 'test', workflows },
    ...{ lanes: { looksApart: 1_000 }, log: pino({ level: 'silent' }) },
    onFenced: () => {
      fenced += 1;
    },
  });
});
afterAll(async () => {
  await dbos.shutdown();
  await database.close();
});
beforeEach(() => {
  fenced = 0;
  statements = [];
});

describe('A start', () => {
  it('is one write, and a second one of the same id none', async () => {
    const both = once(said, 'both');
    await dbos.launcher.start('oneAfterTheOther', 'once');
    await both;
    await dbos.launcher.start('oneAfterTheOther', 'once');
    await expect.poll(() => standing('once')).toEqual([{ status: 'SUCCESS', owner_xid: null }]);
    expect(await recorded('once')).toHaveLength(2);
    const input = await rowsOf(
      'select inputs from dbos.workflow_input where workflow_uuid = $1',
      'once',
    );
    expect(input).toHaveLength(1);
  });
});

describe('A step', () => {
  it('is one question before its body, and one write behind it', async () => {
    const both = once(said, 'both');
    await dbos.launcher.start('oneAfterTheOther', 'steps');
    await both;
    expect(statements).toEqual(['with', 'select', 'insert', 'select', 'the body', 'insert']);
    expect(await recorded('steps')).toHaveLength(2);
    await expect.poll(() => standing('steps')).toEqual([{ status: 'SUCCESS', owner_xid: null }]);
    expect(await ends('steps')).toHaveLength(1);
  });

  it('is not recorded where the workflow was taken over meanwhile, and nothing follows it', async () => {
    let wentOn = false;
    said.once('went on', () => {
      wentOn = true;
    });
    await dbos.launcher.start('lostInsideOfAStep', 'lost', 'lost');
    await expect.poll(() => fenced).toBe(1);
    expect(await recorded('lost')).toEqual([]);
    expect(await standing('lost')).toEqual([{ status: 'PENDING', owner_xid: 'another' }]);
    expect(wentOn).toBe(false);
  });
});

describe('The body of a step', () => {
  it('does not run where the workflow was taken over before', async () => {
    let ran = false;
    said.once('body', () => {
      ran = true;
    });
    const before = fenced;
    await dbos.launcher.start('lostBetweenSteps', 'between', 'between');
    await expect.poll(() => fenced).toBe(before + 1);
    expect(ran).toBe(false);
    expect(await recorded('between')).toEqual([{ function_name: 'before' }]);
  });
});

describe('The end of a workflow', () => {
  it('is not recorded where it was taken over before', async () => {
    await dbos.launcher.start('lostAtItsEnd', 'late', 'late');
    await expect.poll(() => standing('late')).toMatchObject([{ owner_xid: 'another' }]);
    await dbos.launcher.start('oneAfterTheOther', 'afterwards');
    await expect.poll(() => standing('afterwards')).toMatchObject([{ status: 'SUCCESS' }]);
    expect(await standing('late')).toEqual([{ status: 'PENDING', owner_xid: 'another' }]);
    expect(await ends('late')).toEqual([]);
  });
});
