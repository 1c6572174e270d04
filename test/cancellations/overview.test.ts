import { type Kysely, sql } from 'kysely';
import { v4 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { overview, RECENT } from '../../src/cancellations/overview/overview.js';
import { type Cancellation, isLive } from '../../src/cancellations/run/record.js';
import { storable } from '../../src/storage/storable.js';
import type { Tables } from '../../src/storage/tables.js';
import {
  awaiting,
  BILLING_HOLD,
  cancelled,
  effect,
  rolledBack,
  troubled,
  verdictsWith,
} from '../slack/render/runs.js';
import { answers, nextPosts, played } from './execution.js';
import { askedIn, manyEnded } from './many-ended.js';
import { ALICE, BOB, CAROL, openWorld, useDatabase, type World } from './world.js';

useDatabase();

const ALL = { offset: 0, limit: 100 };
const HOUR = 60 * 60_000;

const read = (db: Kysely<Tables>) =>
  overview(db, (run, error) => {
    throw new Error(`${run} could not be read`, { cause: error });
  });

/** The run of an order as a row of the table, for Alice where nobody else is named. */
async function put<Run extends Cancellation>(
  { db }: World,
  orderId: string,
  run: Run,
  more: Partial<Run> = {},
) {
  const stored = { ...run, requester: ALICE, ...more, orderId, runId: uuid() };
  await db
    .insertInto('opsguide.cancellations')
    .values({
      ...{ run_id: stored.runId, order_id: orderId, requester: stored.requester.slackId },
      ...{ state: stored.state, live: isLive(stored), version: 1, wake_at: null },
      ...{ requested_at: stored.requestedAt, record: storable(stored) },
    })
    .execute();
}

const ordersOf = (runs: readonly Cancellation[]) => runs.map(({ orderId }) => orderId);

/** Cancelled, with its window open for so many hours from now, by the clock of the database. */
function windowFor(hours: number) {
  return { ...cancelled(), effect: { ...effect(), windowEndsAt: Date.now() + hours * HOUR } };
}

describe('What waits for a person’s confirm', () => {
  it('are the requests that they may confirm, those first that wait longest', async () => {
    const world = await openWorld();
    await put(world, 'LATE', awaiting({ requestedAt: 9 }));
    await put(world, 'EARLY', awaiting({ requestedAt: 1 }));
    await put(world, 'SECOND-PERSON', awaiting({ requestedAt: 5, secondPerson: true }));
    await put(world, 'BLOCKED', awaiting({ verdicts: verdictsWith(BILLING_HOLD) }));
    await put(world, 'DECIDED', windowFor(1));
    const { waiting } = read(world.db);
    expect(ordersOf(await waiting(BOB).some(ALL))).toStrictEqual([
      'EARLY',
      'SECOND-PERSON',
      'LATE',
    ]);
    expect(await waiting(BOB).count()).toBe(3);
    expect(ordersOf(await waiting(ALICE).some(ALL))).toStrictEqual(['EARLY', 'LATE']);
    expect(ordersOf(await waiting(BOB).some({ offset: 1, limit: 1 }))).toStrictEqual([
      'SECOND-PERSON',
    ]);
  });

  it('leaves out what needs a second person, for the same one under another Slack id', async () => {
    const world = await openWorld();
    await put(world, 'SECOND-PERSON', awaiting({ secondPerson: true }));
    const other = { slackId: 'U0OTHER', userId: ALICE.userId };
    expect(await read(world.db).waiting(other).some(ALL)).toStrictEqual([]);
  });
});

describe('A person’s own runs', () => {
  it('are the live ones, then those that ended lately, and nobody else’s', async () => {
    const world = await openWorld();
    for (let at = 1; at <= RECENT + 2; at += 1)
      await put(world, `ENDED-${at}`, { ...cancelled(), requestedAt: 100 + at });
    await put(world, 'OLD-BUT-LIVE', troubled({ requestedAt: 1 }));
    await put(world, 'LIVE', awaiting({ requestedAt: 2 }));
    await put(world, 'OF-BOB', awaiting(), { requester: BOB });
    const own = read(world.db).own(ALICE.slackId);
    const orders = ordersOf(await own.some(ALL));
    expect(orders.slice(0, 3)).toStrictEqual(['LIVE', 'OLD-BUT-LIVE', `ENDED-${RECENT + 2}`]);
    expect(orders).toHaveLength(RECENT + 2);
    expect(await own.count()).toBe(RECENT + 2);
    const pieces = [
      ...(await own.some({ offset: 0, limit: 1 })),
      ...(await own.some({ offset: 1, limit: 4 })),
      ...(await own.some({ offset: 5, limit: 100 })),
    ];
    expect(ordersOf(pieces)).toStrictEqual(orders);
    expect(await read(world.db).own(CAROL.slackId).count()).toBe(0);
  });
});

describe('The rollback windows', () => {
  it('are those still open, that one first which closes first', async () => {
    const world = await openWorld();
    await put(world, 'LATER', windowFor(2));
    await put(world, 'SOON', windowFor(1));
    await put(world, 'PASSED', windowFor(-1));
    await put(world, 'CLOSED', {
      ...cancelled(),
      effect: { ...windowFor(1).effect, window: 'closed' },
    });
    await put(world, 'BACK', { ...rolledBack(), effect: windowFor(1).effect });
    const notRolledBack = {
      code: 'not_eligible',
      detail: 'shipped',
      at: 1,
      by: BOB.slackId,
    } as const;
    await put(world, 'NOT-ELIGIBLE', {
      ...cancelled(),
      effect: { ...windowFor(1).effect, notRolledBack },
    });
    await put(world, 'IN-TROUBLE', troubled({ effect: windowFor(1.5).effect }));
    const windows = read(world.db).windows();
    expect(ordersOf(await windows.some(ALL))).toStrictEqual(['SOON', 'IN-TROUBLE', 'LATER']);
    expect(await windows.count()).toBe(3);
  });
});

describe('The open escalations', () => {
  it('are there until their trouble is over, with their lines', async () => {
    const { world, run } = await played({ faults: [nextPosts(1, answers(422))] });
    const escalations = read(world.db).escalations();
    expect(await escalations.some(ALL)).toMatchObject([
      {
        code: expect.any(String),
        isOpen: true,
        entries: [{ runId: run.runId, requester: ALICE.slackId }],
      },
    ]);
    expect(await escalations.count()).toBe(1);
    await world.db.updateTable('opsguide.escalations').set({ open: false }).execute();
    expect(await escalations.some(ALL)).toStrictEqual([]);
    expect(await escalations.count()).toBe(0);
  });
});

describe('Among many runs that ended long ago', () => {
  it('each list is found by an index', async () => {
    const world = await openWorld();
    await manyEnded(world, 5_000);
    for (let at = 0; at < 5; at += 1) {
      await put(world, `WAITING-${at}`, awaiting());
      await put(world, `WINDOW-${at}`, windowFor(1));
    }
    await sql`analyze opsguide.cancellations`.execute(world.db);
    const asked = await askedIn(world, async (db) => {
      const lists = read(db);
      for (const list of [
        lists.waiting(BOB),
        lists.own(ALICE.slackId),
        lists.own('U7'),
        lists.windows(),
      ]) {
        expect(await list.count()).toBeGreaterThan(0);
        expect(await list.some({ offset: 0, limit: 80 })).not.toHaveLength(0);
      }
    });
    expect(asked.length).toBeGreaterThan(10);
    for (const { text, rowsRead } of asked) expect(rowsRead, text).toBeLessThan(500);
  });
});
