import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openWindowsOf } from '../../src/cancellations/run/older-windows.js';
import { COUNTED, reads } from '../../src/cancellations/run/reads.js';
import { askedIn, manyEnded } from './many-ended.js';
import { ALICE, openWorld, useDatabase } from './world.js';

useDatabase();

const ordersOf = (runs: readonly { readonly orderId: string }[]) =>
  runs.map(({ orderId }) => orderId);

describe('The list of the runs', () => {
  it('has the live ones, then the newest that ended, and counts the rest', async () => {
    const world = await openWorld();
    await manyEnded(world, 60);
    const run = await world.request();
    const { runs, ...rest } = await reads(world.db).list(4);
    expect(ordersOf(runs)).toStrictEqual([run.orderId, 'ORD-60', 'ORD-59', 'ORD-58']);
    expect(rest).toStrictEqual({ more: 57, isMore: false });
  });

  it('has a person’s own alone where it is asked for them', async () => {
    const world = await openWorld();
    await manyEnded(world, 120);
    const { runs, ...rest } = await reads(world.db).list(2, 'U7');
    expect(ordersOf(runs)).toStrictEqual(['ORD-107', 'ORD-57']);
    expect(rest).toStrictEqual({ more: 1, isMore: false });
    expect(await reads(world.db).list(2, ALICE.slackId)).toStrictEqual({
      ...{ runs: [], more: 0, isMore: false },
    });
  });

  it('has nothing of the ended ones where the live ones fill it, and counts them', async () => {
    const world = await openWorld();
    await manyEnded(world, 3);
    const run = await world.request();
    const { runs, ...rest } = await reads(world.db).list(1);
    expect(ordersOf(runs)).toStrictEqual([run.orderId]);
    expect(rest).toStrictEqual({ more: 3, isMore: false });
  });

  it('neither sorts nor counts many runs that ended long ago', async () => {
    const world = await openWorld();
    await manyEnded(world, COUNTED * 5);
    const asked = await askedIn(world, async (db) => {
      const { runs, ...rest } = await reads(db).list(50);
      expect(ordersOf(runs)[0]).toBe(`ORD-${COUNTED * 5}`);
      expect(rest).toStrictEqual({ more: COUNTED, isMore: true });
      await reads(db).list(50, 'U7');
    });
    expect(asked.length).toBeGreaterThan(5);
    for (const { text, rowsRead } of asked) expect(rowsRead, text).toBeLessThan(COUNTED + 200);
  });
});

describe('Among many runs that ended long ago', () => {
  it('an order’s runs are found without the others, of which nothing is known', async () => {
    const world = await openWorld();
    await manyEnded(world, 5_000);
    const run = await world.request();
    // What has come since the database last looked: it takes them for none.
    await sql`update opsguide.cancellations set wake_at = 1 where requested_at > 4000`.execute(
      world.db,
    );
    await sql`update opsguide.cancellations set live = true where requested_at > 4500`.execute(
      world.db,
    );
    const asked = await askedIn(world, async (db) => {
      expect(await reads(db).ofOrder('ORD-7')).toMatchObject({ orderId: 'ORD-7' });
      expect(await reads(db).ofOrder('ORD-7', 'U7')).toMatchObject({ orderId: 'ORD-7' });
      expect(await reads(db).liveRun(run.orderId)).toMatchObject({ runId: run.runId });
      expect(await reads(db).liveRun('ORD-7')).toBeUndefined();
      await db.transaction().execute(async (trx) => openWindowsOf(trx, 'ORD-7'));
    });
    expect(asked).toHaveLength(5);
    for (const { text, rowsRead } of asked) expect(rowsRead, text).toBeLessThan(20);
  });
});
