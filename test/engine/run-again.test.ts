import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DurableProcess, launchDbos } from '../../src/engine/dbos.js';
import type { Workflow } from '../../src/engine/engine.js';
import type { Database } from '../../src/storage/database.js';
import { watchedDatabase } from './watched-database.js';

const CROWD = 60;
/** More than are read at once. */
const LONG = 230;
/** Taken over before the body of its step, and meanwhile. */
const GONE = 'gathered 33';
const LOST = 'gathered 34';
/** Signs that mean something in an array of the database. */
const WRITTEN = ['a "b", {c} \\ d', null, '', 'NULL', "it's"];

let database: Database;
let dbos: DurableProcess<keyof typeof workflows> | undefined;
/** What went to the engine's record of words, and how many words it was about. */
let statements: { readonly verb: string; readonly words: number }[] = [];
let bodies: string[] = [];
let fenced = 0;
let isHeld = true;
let letGo: () => void = () => undefined;
let end: () => void = () => undefined;

const workflows = {
  /** Says so many words; then it waits where the process is stopped, and says one more. */
  async wordy(engine, id, words) {
    for (let word = 1; word <= Number(words); word += 1) {
      await engine.step(`word ${word}`, async () => bodies.push(`${id} ${word}`));
    }
    if (isHeld) await new Promise<void>(() => undefined);
    await engine.step('last', async () => bodies.push(`${id} last`));
  },
  /** All of them go on in the same moment, and end their steps in another. */
  async gathered(engine, id) {
    await engine.step('come', async () => bodies.push(`${id} came`));
    await gathering;
    await engine.step('go', async () => {
      bodies.push(`${id} went`);
      if (bodies.length === CROWD - 1) void takenOver(LOST).then(end);
      await ending;
      return WRITTEN;
    });
  },
} satisfies Record<string, Workflow>;

const gathering = new Promise<void>((resolve) => {
  letGo = resolve;
});
const ending = new Promise<void>((resolve) => {
  end = resolve;
});

async function launch(): Promise<DurableProcess<keyof typeof workflows>> {
  dbos = await launchDbos({
    ...{ pool: database.pool, executorId: 'one', applicationVersion: 'test', workflows },
    ...{ lanes: { looksApart: 1_000 }, log: pino({ level: 'silent' }) },
    onFenced: () => {
      fenced += 1;
    },
  });
  return dbos;
}

async function takenOver(id: string): Promise<void> {
  const another = `update dbos.workflow_status set owner_xid = 'another' where workflow_uuid = $1`;
  await database.pool.query(another, [id]);
}

async function stop(): Promise<void> {
  await dbos?.shutdown();
  dbos = undefined;
}

async function count(where: string, values?: readonly unknown[]): Promise<number> {
  const { rows } = await database.pool.query<{ count: string | number }>(
    `select count(*) as count from dbos.${where}`,
    values && [...values],
  );
  return Number(rows[0]?.count);
}

beforeAll(async () => {
  database = await watchedDatabase((verb, [first], text) => {
    if (!text.includes('dbos.operation_outputs')) return;
    statements.push({ verb, words: Array.isArray(first) ? first.length : 1 });
  });
});
afterEach(stop);
afterAll(() => database.close());
beforeEach(() => {
  statements = [];
  bodies = [];
  fenced = 0;
});

describe('Workflows that are run again', () => {
  it('read what they said in a few statements, and say nothing of it twice', async () => {
    isHeld = true;
    const before = await launch();
    const ids = Array.from({ length: CROWD }, (_, place) => `crowd ${place}`);
    for (const id of ids) await before.launcher.start('wordy', id, id, '5');
    const crowd = "operation_outputs where workflow_uuid like 'crowd %'";
    await expect.poll(() => count(crowd), { timeout: 30_000 }).toBe(CROWD * 5);
    await stop();

    isHeld = false;
    bodies = [];
    statements = [];
    await launch();
    await expect.poll(() => count(crowd), { timeout: 30_000 }).toBe(CROWD * 6);
    expect(bodies.toSorted()).toEqual(ids.map((id) => `${id} last`).toSorted());
    // Word for word it would be 5 + 1 questions for each; each still asks whose it is before its body.
    expect(statements.filter(({ verb }) => verb === 'select').length).toBeLessThan(CROWD);
  });

  it('go through what they said in pieces where it is long', async () => {
    isHeld = true;
    const before = await launch();
    await before.launcher.start('wordy', 'long', 'long', String(LONG));
    const long = "operation_outputs where workflow_uuid = 'long'";
    await expect.poll(() => count(long), { timeout: 30_000 }).toBe(LONG);
    await stop();

    isHeld = false;
    bodies = [];
    statements = [];
    await launch();
    await expect.poll(() => count(long), { timeout: 30_000 }).toBe(LONG + 1);
    expect(bodies).toEqual(['long last']);
    // Three pieces; and once, before the body, whose it is.
    expect(statements.map(({ verb }) => verb)).toEqual([...Array(4).fill('select'), 'insert']);
  });
});

describe('Workflows that go on in the same moment', () => {
  it('are recorded in a few statements, all but those that were taken over', async () => {
    const { launcher } = await launch();
    const ids = Array.from({ length: CROWD }, (_, place) => `gathered ${place}`);
    for (const id of ids) await launcher.start('gathered', id, id);
    const came = "operation_outputs where function_name = 'come'";
    await expect.poll(() => count(came), { timeout: 30_000 }).toBe(CROWD);
    await takenOver(GONE);
    bodies = [];
    statements = [];
    letGo();
    const ended = "workflow_status where workflow_uuid like 'gathered %' and status = 'SUCCESS'";
    await expect.poll(() => count(ended), { timeout: 30_000 }).toBe(CROWD - 2);
    await expect.poll(() => fenced).toBe(2);
    const others = ids.filter((id) => id !== GONE);
    expect(bodies.toSorted()).toEqual(others.map((id) => `${id} went`).toSorted());
    expect(await count("operation_outputs where function_name = 'go'")).toBe(CROWD - 2);
    const written = await count(
      "operation_outputs where function_name = 'go' and output::jsonb->'json' = $1",
      [JSON.stringify(WRITTEN)],
    );
    expect(written).toBe(CROWD - 2);
    for (const verb of ['select', 'insert']) {
      const told = statements.filter((statement) => statement.verb === verb);
      expect(told.length).toBeLessThan(CROWD / 2);
      expect(Math.max(...told.map(({ words }) => words))).toBeGreaterThan(10);
    }
  });
});
