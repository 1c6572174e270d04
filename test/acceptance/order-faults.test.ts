import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { freshOrder, postsOf, SOON } from './orders.js';
import { FLOOR, World } from './world.js';

const LOOK_UPS = ['cancel_status', 'audit_log', 'status'] as const;
/** Longer than a slow machine takes by itself. ms */
const RATE_LIMIT_WAIT = 2_000;

/** A read is tried five times by itself: more than two whole polls meet the fault. */
const SEVERAL_READS = 12;

/** Those of the faults that the tables of `trouble.test.ts` leave out. */
describe('The order service', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      env: { RATE_LIMIT_WAIT: `${RATE_LIMIT_WAIT}ms`, POLL_TIMEOUT: '30s' },
    });
  });
  afterAll(() => world.close());

  it('answers 429 without Retry-After: RATE_LIMIT_WAIT is waited, and the same key is sent', async () => {
    const orderId = freshOrder(world);
    const fault: Fault = { kind: 'status', status: 429 };
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault });
    const card = await world.cancels(world.alice, orderId);
    await world.told(card, 'every post-check');
    const { posts, keys } = postsOf(world, 'cancel', orderId);
    expect(posts).toHaveLength(2);
    expect(keys).toBe(1);
    const [first, second] = posts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(RATE_LIMIT_WAIT);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it('answers 500 after the effect, and its look-ups are stale: the same key is replayed, not done again', async () => {
    const orderId = freshOrder(world);
    const { faults } = world.orders;
    faults.add({
      ...{ on: 'cancel', orderId, times: 1 },
      fault: { kind: 'status', status: 500, when: 'after_effect' },
    });
    const stale = faults.add({ on: LOOK_UPS, orderId, fault: { kind: 'stale' } });
    const card = await world.cancels(world.alice, orderId);
    await world.orders.until(() => postsOf(world, 'cancel', orderId).posts.length === 2, SOON);
    stale.clear();
    await world.told(card, 'every post-check');
    const { posts, keys } = postsOf(world, 'cancel', orderId);
    expect(posts.map(({ replayed }) => replayed)).toStrictEqual([false, true]);
    expect(keys).toBe(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it.each<[string, number, Fault]>([
    ['is stale', SEVERAL_READS, { kind: 'stale' }],
    ['is answered by garbage', SEVERAL_READS, { kind: 'garbage', form: 'invalid_json' }],
    ['has fields of another type', SEVERAL_READS, { kind: 'garbage', form: 'wrong_schema' }],
    ['breaks off in the body', SEVERAL_READS, { kind: 'break', when: 'in_body' }],
    ['is answered with 429', 3, { kind: 'status', status: 429 }],
    ['is answered with 503', SEVERAL_READS, { kind: 'status', status: 503 }],
  ])(
    'takes the cancellation, and each read after it %s for a while: it is read on, and never called failed',
    async (_, times, fault) => {
      const orderId = freshOrder(world);
      const card = await world.requests(world.alice, orderId);
      // Between the second look and the polls.
      world.orders.faults.add({
        on: 'cancel',
        orderId,
        times: 1,
        fault: { kind: 'delay', ms: 300 },
      });
      await world.alice.presses(card, 'Confirm');
      await world.orders.until(() => postsOf(world, 'cancel', orderId).posts.length === 1, SOON);
      const unread = world.orders.faults.add({ on: 'reads', orderId, fault });
      await world.orders.until(() => unread.met() >= times, SOON);
      unread.clear();
      await world.told(card, 'every post-check');
      expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
      const drawn = world.slack.drawings(FLOOR, card.ts).map((one) => world.slack.asText(one));
      for (const text of [...drawn, world.thread(card)]) expect(text).not.toMatch(/fail/i);
      expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
    },
  );
});
