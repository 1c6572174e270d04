import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { freshOrder, postsOf } from './orders.js';
import { cancelled, reinstatements } from './rollback-story.js';
import { FLOOR, World } from './world.js';

describe('order-api.md, the table: reinstate is answered', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      env: { RETRY_ATTEMPTS: '3', ORDER_API_TIMEOUT: '1s', POLL_TIMEOUT: '1500ms' },
    });
  });
  afterAll(() => world.close());

  async function rollsBackInto(fault: Fault, times = 1) {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const card = await cancelled(world, orderId);
    world.orders.faults.add({ on: 'reinstate', orderId, times, fault });
    await world.rollsBack(world.bob, card);
    return { orderId, card };
  }

  it.each([
    [400, 'invalid_state'],
    [403, 'forbidden'],
    [404, 'order_not_found'],
  ])(
    '%s: told, never retried; the order stays cancelled, and nobody is paged',
    async (status, code) => {
      const { orderId, card } = await rollsBackInto({ kind: 'status', status });
      await world.told(card, code);
      expect(world.thread(card)).toContain('@bob');
      expect(postsOf(world, 'reinstate', orderId).posts).toHaveLength(1);
      expect(world.slack.asText(await world.card(orderId, FLOOR, code))).toMatch(/is cancelled/);
      expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
      expect(world.orders.order(orderId).status).toBe('cancelled');
    },
  );

  it('401: escalated as the bot’s fault; Retry goes on with the same key and person', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 401 });
    await world.carol.presses(await world.escalation(orderId, 'bad_service_token'), 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
    expect(postsOf(world, 'reinstate', orderId).posts.at(-1)?.userId).toBe('bob@example.com');
  });

  it.each<[string, Fault]>([
    ['500', { kind: 'status', status: 500 }],
    ['nothing: it hung', { kind: 'hang', when: 'before_effect' }],
    ['500 after the effect', { kind: 'status', status: 500, when: 'after_effect' }],
    ['by half a body', { kind: 'break', when: 'in_body' }],
    ['by HTML', { kind: 'garbage', form: 'html' }],
  ])('%s: looked up before it is sent again, with the same key', async (_, fault) => {
    const { orderId } = await rollsBackInto(fault);
    await world.card(orderId, FLOOR, 'rolled back');
    // While it is processed it is not seen yet: sent again with the same key, it is one all the same.
    expect(postsOf(world, 'reinstate', orderId).posts.length).toBeLessThanOrEqual(2);
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
    expect(reinstatements(world, orderId)).toBe(1);
  });

  it('409, a billing hold: level 2, and «Check again» goes on with a new key once it is gone', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const card = await cancelled(world, orderId);
    world.orders.change(orderId, { billingHold: true });
    await world.rollsBack(world.bob, card);
    await world.told(card, 'billing_hold');
    const blocked = await world.card(orderId, FLOOR, 'Check again');
    expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
    world.orders.change(orderId, { billingHold: false });
    await world.bob.presses(blocked, 'Check again');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(2);
    expect(reinstatements(world, orderId)).toBe(1);
  });

  it('422: escalated, never retried by itself', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 422 });
    const escalation = await world.escalation(orderId, 'rejected_request');
    expect(postsOf(world, 'reinstate', orderId).posts).toHaveLength(1);
    await world.bob.presses(escalation, 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(2);
  });

  it('429: waits as long as it is asked to', async () => {
    const headers = { 'Retry-After': '2' };
    const { orderId } = await rollsBackInto({ kind: 'status', status: 429, headers });
    await world.card(orderId, FLOOR, 'rolled back');
    const [first, second] = postsOf(world, 'reinstate', orderId).posts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
  });

  it('503 until the tries are used up: escalated, and Retry sends the same key', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 503 }, 3);
    await world.bob.presses(await world.escalation(orderId, 'order_service_unavailable'), 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
  });

  it('taken, and still cancelled at the limit: escalated; Retry reads, and never sends', async () => {
    const { orderId } = await rollsBackInto({
      kind: 'processing',
      ms: Number.POSITIVE_INFINITY,
    });
    const escalation = await world.escalation(orderId, 'still_cancelled');
    world.orders.settle(orderId);
    await world.bob.presses(escalation, 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(postsOf(world, 'reinstate', orderId).posts).toHaveLength(1);
  });
});
