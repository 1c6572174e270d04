import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshOrder, postsOf, SOON } from './orders.js';
import { FLOOR, World } from './world.js';

describe('Level 2: a 409 whose block the dependencies name', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  /** The hold is placed between the second look and the POST. */
  async function heldInBetween(orderId: string) {
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault: { kind: 'delay', ms: 400 } });
    const card = await world.cancels(world.alice, orderId);
    await world.orders.until(() => postsOf(world, 'cancel', orderId).posts.length === 1, SOON);
    world.orders.change(orderId, { billingHold: true });
    await world.told(card, 'billing_hold');
    return world.card(orderId, FLOOR, 'Check again');
  }

  it('is named with what resolves it; «Check again» goes on with a new key once it is gone', async () => {
    const { alice, orders: service, slack } = world;
    const orderId = freshOrder(world);
    const blocked = await heldInBetween(orderId);
    expect(slack.asText(blocked)).toMatch(/Resolve the billing hold/);
    expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);

    await alice.presses(blocked, 'Check again');
    await alice.message(FLOOR, (message, text) =>
      Boolean(message.ephemeralTo && text.includes('billing_hold')),
    );
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);

    service.change(orderId, { billingHold: false });
    await pressUntilDone(world, orderId, 'Check again');
    expect(postsOf(world, 'cancel', orderId).keys).toBe(2);
    expect(service.effects(orderId)).toHaveLength(1);
  });

  it('is discarded by its requester instead: nothing took effect, and the order is free again', async () => {
    const orderId = freshOrder(world);
    await world.alice.presses(await heldInBetween(orderId), 'Discard');
    await world.card(orderId, FLOOR, 'Discarded by @alice');
    expect(world.orders.effects(orderId)).toStrictEqual([]);
  });

  it('asks for an approver as Confirm has one: the requester of an old order may not go on alone', async () => {
    const { alice, bob } = world;
    const orderId = freshOrder(world, { ageMs: 45 * 24 * 60 * 60_000 });
    const card = await world.requests(alice, orderId);
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault: { kind: 'delay', ms: 400 } });
    await bob.presses(card, 'Confirm');
    await world.orders.until(() => postsOf(world, 'cancel', orderId).posts.length === 1, SOON);
    world.orders.change(orderId, { billingHold: true });
    const blocked = await world.card(orderId, FLOOR, 'Check again');
    world.orders.change(orderId, { billingHold: false });
    await alice.presses(blocked, 'Check again');
    await alice.message(FLOOR, 'second_person_needed');
    await pressUntilDone(world, orderId, 'Check again', bob);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(2);
    expect(postsOf(world, 'cancel', orderId).posts.at(-1)?.userId).toBe('bob@example.com');
  });
});

/** A press may only show what changed: then it is pressed anew. */
async function pressUntilDone(world: World, orderId: string, words: string, by = world.alice) {
  for (;;) {
    const card = await world.card(orderId);
    const text = world.slack.asText(card);
    if (text.includes('Audit entry verified')) return;
    if (text.includes(`[ ${words}`)) await by.presses(card, words).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
