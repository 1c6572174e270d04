import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshOrder, postsOf } from './orders.js';
import { FLOOR, World } from './world.js';

describe('The cancellation is taken, and then', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { POLL_TIMEOUT: '1s', POST_CHECK_TIMEOUT: '1s' } });
  });
  afterAll(() => world.close());

  it('processes past the limit: escalated, and Retry polls and sends nothing', async () => {
    const orderId = freshOrder(world);
    world.orders.faults.add({
      ...{ on: 'cancel', orderId, times: 1 },
      fault: { kind: 'processing', ms: Number.POSITIVE_INFINITY },
    });
    const card = await world.cancels(world.alice, orderId);
    const escalation = await world.escalation(orderId, 'still_processing');
    const [post] = postsOf(world, 'cancel', orderId).posts;
    expect(world.slack.asText(escalation)).toContain(post?.requestId);
    expect(world.slack.asText(await world.card(orderId, FLOOR, 'still_processing'))).not.toMatch(
      /failed|is cancelled/i,
    );
    world.orders.settle(orderId);
    await world.bob.presses(escalation, 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
  });

  it('fails upstream: its own code, and Retry is a new intent with a new key', async () => {
    const orderId = freshOrder(world);
    world.orders.change(orderId, { cancellationFailsWith: 'The refund was refused' });
    const card = await world.cancels(world.alice, orderId);
    const escalation = await world.escalation(orderId, 'cancellation_failed');
    // The order service's own words stand behind «Details».
    expect(world.slack.asText(escalation)).not.toContain('The refund was refused');
    await world.alice.presses(await world.card(orderId, FLOOR, 'Retry'), 'Details');
    await world.alice.modal('The refund was refused');
    world.orders.change(orderId, { cancellationFailsWith: undefined });
    await world.bob.presses(escalation, 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).keys).toBe(2);
  });

  it('a post-check stays unmet: cancelled, but billing unverified; rollback is open all the same', async () => {
    const orderId = freshOrder(world);
    world.orders.change(orderId, { billingStays: 'active' });
    await world.cancels(world.alice, orderId);
    const escalation = await world.escalation(orderId, 'unverified');
    const card = await world.card(orderId, FLOOR, 'unverified');
    expect(world.slack.asText(card)).toMatch(/order is cancelled, but .*billing/i);
    expect(world.slack.asText(card)).toContain('[ Roll back');
    world.orders.change(orderId, { billingStays: undefined });
    await world.bob.presses(escalation, 'Retry');
    await world.card(orderId, FLOOR, 'Billing verified');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
  });
});
