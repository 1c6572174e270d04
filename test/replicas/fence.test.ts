import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DurableProcess, launchDbos } from '../../src/engine/dbos.js';
import type { Workflow } from '../../src/engine/engine.js';
import { Fence } from '../../src/engine/fence.js';
import { createHttp } from '../../src/orders/http.js';
import { type Around, ForbiddenCallError, PLAINLY } from '../../src/seams.js';
import type { Database } from '../../src/storage/database.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createTicketDesk } from '../../src/tickets/webhook.js';
import { migratedDatabase } from '../postgres/migrated-database.js';

/** Nobody listens there: a call that went out would be one that failed, not one that was refused. */
const NOWHERE = 'http://127.0.0.1:9';

let fresh: Awaited<ReturnType<typeof migratedDatabase>>;
let database: Database;
let dbos: DurableProcess<'acting'>;
let fence: Fence;
let fenced: number;
/** What the workflow's one step does once the test lets it. */
let act: (around: Around) => Promise<unknown>;
let letGo: () => void;
let begun: Promise<void>;
let came: Promise<unknown>;

beforeEach(async () => {
  fresh = await migratedDatabase();
  database = await openDatabase(
    { kind: 'postgres', url: fresh.url },
    { onLockLost() {}, onConnectionLost() {} },
  );
  fence = new Fence();
  fenced = 0;
  const around = fence.around(PLAINLY);
  let isBegun = () => {};
  let isDone: (what: unknown) => void = () => {};
  begun = new Promise((resolve) => {
    isBegun = resolve;
  });
  came = new Promise((resolve) => {
    isDone = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const acting: Workflow = async (engine) => {
    await engine.step('act', async () => {
      isBegun();
      await gate;
      const outcome = act(around);
      outcome.then(isDone, isDone);
      return JSON.stringify(await outcome);
    });
  };
  dbos = await launchDbos({
    ...{ pool: database.pool, executorId: 'one', applicationVersion: 'test' },
    ...{ workflows: { acting }, lanes: { looksApart: 1_000 }, log: pino({ level: 'silent' }) },
    onFenced: () => {
      fenced += 1;
    },
  });
  void dbos.launcher.start('acting', 'workflow');
  await begun;
});
afterEach(async () => {
  await dbos.shutdown();
  await database.close();
  await fresh.drop();
});

/** Another replica has taken the workflow over while this one slept inside of its step. */
async function takenOver(): Promise<void> {
  await database.pool.query(`update dbos.workflow_status set owner_xid = 'of another claim'`);
}

describe('A replica that was asleep on its way to a call', () => {
  it.each([
    'orders cancel',
    'orders reinstate',
    'ticket deliver',
    'slack chat.postMessage',
    'slack chat.update',
  ])('does not make it where the workflow goes on elsewhere: %s', async (name) => {
    let calls = 0;
    act = (around) =>
      around(name, async () => {
        calls += 1;
      });
    await takenOver();
    letGo();
    expect(await came).toBeInstanceOf(ForbiddenCallError);
    await expect.poll(() => fenced).toBe(1);
    expect(calls).toBe(0);
  });

  it('makes it where it was not taken over', async () => {
    act = (around) => around('orders cancel', async () => 'sent');
    letGo();
    expect(await came).toBe('sent');
    expect(fenced).toBe(0);
  });

  it('may read all the same', async () => {
    act = (around) => around('orders status', async () => 'read');
    await takenOver();
    letGo();
    expect(await came).toBe('read');
  });

  it('makes it only once it is sure of itself', async () => {
    let isSure = () => {};
    fence.sure = () =>
      new Promise((resolve) => {
        isSure = resolve;
      });
    let calls = 0;
    act = (around) =>
      around('orders cancel', async () => {
        calls += 1;
      });
    letGo();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toBe(0);
    isSure();
    await came;
    expect(calls).toBe(1);
  });

  it('does not take the refused POST for one that failed', async () => {
    act = (around) =>
      createHttp({ baseUrl: NOWHERE, token: 'token', timeout: 5_000, around }).send({
        ...{ route: 'cancel', path: '/api/v2/orders/ORD-1/cancel', userId: 'UALICE' },
        post: { key: 'key', body: {} },
      });
    await takenOver();
    letGo();
    expect(await came).toBeInstanceOf(ForbiddenCallError);
  });

  it('nor the refused ticket', async () => {
    const desk = (around: Around) => createTicketDesk({ url: NOWHERE, secret: 'secret' }, around);
    act = (around) =>
      desk(around).deliver({
        ...{ ticket_id: 'ticket', template: 'CASE-REINSTATE', order_id: 'ORD-1', run_id: 'run' },
        ...{ requested_by: 'alice', cancelled_by: 'alice', cancelled_at: '2026-01-01T00:00:00Z' },
        ...{ original_order: null, link: null },
      });
    await takenOver();
    letGo();
    expect(await came).toBeInstanceOf(ForbiddenCallError);
  });
});
