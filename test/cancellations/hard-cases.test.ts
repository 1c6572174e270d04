import { describe, expect, it } from 'vitest';
import { checkAgain, confirm } from '../../src/cancellations/request/confirm.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { answers, nextPosts, played } from './execution.js';
import { ALICE, BOB, CAROL, ORDER, openWorld, press, useDatabase } from './world.js';

useDatabase();
const BROKEN: Fault = { kind: 'break', when: 'before_effect' };
const MINUTE = 60_000;

describe('In the hard cases', () => {
  it('our own key in flight is polled for, and never called a block', async () => {
    // 409 in flight five times, then the first request takes effect.
    const { said, world } = await played({
      faults: [nextPosts(Infinity, answers(409, 'idempotency_key_in_flight'))],
    });
    expect(world.posts().length).toBeLessThan(5);
    expect(said).not.toBe('troubled blocked');
  });
  it('a 429 on the look-up is waited out, and costs no try', async () => {
    const { said, posts, sleeps } = await played({
      faults: [nextPosts(1, BROKEN), { on: 'reads', times: 15, fault: answers(429) }],
    });
    expect([said, posts, sleeps]).toStrictEqual([
      ...['cancelled', 2],
      [500, ...Array.from({ length: 5 }, () => 60_000)],
    ]);
  });
  it('a service that limits everything for two minutes is waited for', async () => {
    const { said } = await played({
      before: ({ service, clock }) => {
        const on = service.faults.add({ on: 'any', fault: answers(429) });
        clock.after(2 * MINUTE, () => on.clear());
      },
    });
    expect(said).toBe('cancelled');
  });
  it('after a pause a look-up precedes the next POST', async () => {
    const { said, posts } = await played({
      faults: [nextPosts(1, BROKEN)],
      before: ({ state, clock, service }) => {
        clock.after(100, () => {
          state.paused = true;
        });
        clock.after(60 * MINUTE, () => {
          service.cancelledElsewhere(ORDER, CAROL.userId);
        });
        clock.after(61 * MINUTE, () => {
          state.paused = false;
        });
      },
    });
    expect([said, posts]).toStrictEqual(['refused already_cancelled', 1]);
  });
  it('after a 409 somebody else’s cancellation is not taken for ours', async () => {
    const { said, posts } = await played({
      faults: [nextPosts(1, answers(409, 'idempotency_key_in_flight'))],
      before: ({ clock, service }) =>
        clock.after(100, () => {
          service.cancelledElsewhere(ORDER, CAROL.userId);
        }),
    });
    expect([said, posts]).toStrictEqual(['refused already_cancelled', 1]);
  });
  it('the requester may press «Check again» where a second person is needed', async () => {
    const world = await openWorld({ order: { ageMs: 45 * 24 * 60 * MINUTE } });
    const drawn = await world.request(ALICE);
    world.service.change(ORDER, { billingHold: true });
    await confirm(world.parts, press(drawn, BOB));
    const blocked = await world.runNow(drawn.runId);
    world.service.change(ORDER, { billingHold: false });
    expect(await checkAgain(world.parts, press(blocked, ALICE))).toMatchObject({ kind: 'redrawn' });
  });
  it('a step that fails once, the database being away for a moment, does not end the run', async () => {
    const world = await openWorld();
    const run = await world.confirmed();
    const { move } = world.parts.records;
    let failing = true;
    Object.assign(world.parts.records, {
      move: (...args: Parameters<typeof move>) => {
        if (failing) {
          failing = false;
          return Promise.reject(new Error('Connection terminated'));
        }
        return move(...args);
      },
    });
    await world.launcher.run().catch(() => undefined);
    await world.wake();
    await world.launcher.run();
    expect([
      (await world.runNow(run.runId)).state,
      world.service.order(ORDER).status,
    ]).toStrictEqual(['cancelled', 'cancelled']);
  });
  it('nobody is reminded of a request that is over its time', async () => {
    const world = await openWorld();
    const run = await world.request();
    await world.clock.advance(20 * MINUTE);
    await world.launcher.start('remindRequester', 'again', run.runId);
    // as after a downtime: both are due, in whichever order
    await world.launcher.run();
    expect(world.shown.thread(run.runId).map(({ milestone }) => milestone)).toStrictEqual([
      'expired',
    ]);
  });
  it('a 429 to the limit after an unanswered try says «not seen to have started»', async () => {
    const { run } = await played({
      faults: [nextPosts(1, BROKEN), nextPosts(Infinity, answers(429))],
    });
    expect(run).toMatchObject({
      trouble: { detail: expect.stringContaining('not seen to have started') },
    });
  });
  it('a stale «failed» of an earlier round does not end the run', async () => {
    const { said, world } = await played({
      timings: { processingMs: 30_000 },
      faults: [
        {
          ...{ on: 'cancel_status', times: 1 },
          fault: {
            kind: 'status',
            status: 200,
            body: { order_id: ORDER, status: 'failed', error: 'of the round before' },
          },
        },
      ],
    });
    await world.clock.advance(60_000);
    expect(said).toBe('cancelled');
  });

  it('a try that the bot died in is no «nothing was sent», though it starts again PAUSED', async () => {
    const world = await openWorld();
    const run = await world.confirmed();
    if (run.state !== 'executing') throw new Error(run.state);
    await world.parts.records.beginAttempt(run.runId, run.intent.key, 1, { event: 'cancel_sent' });
    world.state.paused = true;
    world.clock.after(60 * MINUTE, () => {
      world.state.paused = false;
    });
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(world.posts()).toHaveLength(1);
  });
});
