import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshOrder, postsOf, SOON } from './orders.js';
import { cancelled, reinstatements } from './rollback-story.js';
import { FLOOR, ORDER_OPS, World } from './world.js';

describe('Rollback within the window', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('by any entitled person: reinstated with a new key, verified, and said', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const card = await cancelled(world, orderId);
    expect(world.slack.asText(card)).toMatch(/Rollback window until/);
    await world.rollsBack(world.bob, card);
    await world.card(orderId, FLOOR, 'rolled back');
    await world.told(card, 'rolled back');
    expect(world.thread(card)).toMatch(/@alice.*@bob|@bob.*@alice/);
    expect(world.orders.order(orderId).status).toBe('on_hold');
    const [post] = postsOf(world, 'reinstate', orderId).posts;
    expect(post).toMatchObject({ userId: 'bob@example.com' });
    expect(post?.key).not.toBe(world.orders.calls({ route: 'cancel', orderId })[0]?.key);
    expect(JSON.parse(post?.body ?? '')).toStrictEqual({
      reason: 'rollback_cancellation',
      restore_previous_state: true,
    });
    // The order is free again, and an old card decides nothing.
    await world.alice.pressesOld(card, 'Roll back');
    await world.alice.modal('decided');
    expect(postsOf(world, 'reinstate', orderId).posts).toHaveLength(1);
  });

  it('says so where another state came back than the former one', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    world.orders.change(orderId, { reinstatesTo: 'pending' });
    await world.rollsBack(world.alice, await cancelled(world, orderId));
    const card = await world.card(orderId, FLOOR, 'rolled back');
    expect(world.slack.asText(card)).toMatch(/pending[\s\S]*on_hold|on_hold[\s\S]*pending/);
  });

  it('is refused to somebody without the role', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    await world.eve.presses(await cancelled(world, orderId), 'Roll back');
    await world.eve.modal('not_entitled');
    expect(postsOf(world, 'reinstate', orderId).posts).toStrictEqual([]);
  });

  it('pressed twice by two people at once is one reinstatement, and both are answered', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const card = await cancelled(world, orderId);
    const people = [world.alice, world.bob];
    await Promise.all(people.map((person) => person.presses(card, 'Roll back')));
    const modals = await Promise.all(
      people.map((person) => person.modal((shown) => shown.view.submit !== undefined)),
    );
    await Promise.all(
      people.map(async (person, place) => {
        const modal = modals[place];
        if (modal) await person.submits(modal);
      }),
    );
    await world.card(orderId, FLOOR, 'rolled back');
    expect(reinstatements(world, orderId)).toBe(1);
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
    expect(people.flatMap(({ troubles }) => troubles)).toStrictEqual([]);
  });

  it('not eligible: the reason behind Details, nothing sent, and the ticket offered', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    world.orders.change(orderId, { notReinstatableBecause: 'The stock was given away' });
    await world.rollsBack(world.alice, await cancelled(world, orderId));
    await world.alice.modal('The stock was given away');
    const card = await world.card(orderId, FLOOR, 'CASE-REINSTATE');
    expect(world.slack.asText(card)).not.toContain('The stock was given away');
    expect(world.slack.asText(card)).toContain('not_eligible');
    expect(postsOf(world, 'reinstate', orderId).posts).toStrictEqual([]);
  });

  it.each(['before_effect', 'after_effect'] as const)(
    'survives kill -9 in the middle of the POST (%s): exactly one reinstatement',
    async (when) => {
      const orderId = freshOrder(world, { state: 'on_hold' });
      const card = await cancelled(world, orderId);
      const hang = world.orders.faults.add({
        ...{ on: 'reinstate', orderId, times: 1 },
        fault: { kind: 'hang', when },
      });
      await world.rollsBack(world.bob, card);
      await world.orders.until(() => hang.met() === 1, SOON);
      await world.restart();
      await world.card(orderId, FLOOR, 'rolled back');
      expect(reinstatements(world, orderId)).toBe(1);
      expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
    },
  );

  it('is closed by a newer run for the order', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const card = await cancelled(world, orderId);
    await world.rollsBack(world.alice, card);
    await world.card(orderId, FLOOR, 'rolled back');
    const again = await world.cancels(world.bob, orderId);
    await world.told(again, 'every post-check');
    await world.alice.pressesOld(card, 'Roll back');
    await world.alice.modal(/decided|window_closed/);
    expect(reinstatements(world, orderId)).toBe(1);
  });
});

describe('Rollback of a run whose post-checks are unmet', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { POST_CHECK_TIMEOUT: '1s' } });
  });
  afterAll(() => world.close());

  it('ends them, and closes their escalation', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    world.orders.change(orderId, { billingStays: 'active' });
    await world.cancels(world.alice, orderId);
    await world.escalation(orderId, 'unverified');
    await world.rollsBack(world.bob, await world.card(orderId, FLOOR, '[ Roll back'));
    await world.card(orderId, FLOOR, 'rolled back');
    const closed = await world.escalation(orderId, 'rolled back');
    expect(world.slack.asText(closed)).not.toContain('[ Retry');
  });
});

describe('The rollback window', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { ROLLBACK_WINDOW: '4s' } });
  });
  afterAll(() => world.close());

  it('closes by itself: the card changes, and a late press of the old one gets the ticket offered', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    const open = await cancelled(world, orderId);
    const modalOpened = world.alice.presses(open, 'Roll back');
    const modal = await world.alice.modal((shown) => shown.view.submit !== undefined);
    await modalOpened;
    const closed = await world.card(orderId, FLOOR, 'CASE-REINSTATE');
    expect(world.slack.asText(closed)).not.toContain('[ Roll back');
    // The submit asks for the window again.
    await world.alice.submits(modal);
    await world.alice.modal('window_closed');
    await world.alice.closes(await world.alice.modal());
    await world.bob.pressesOld(open, 'Roll back');
    const late = await world.bob.modal('window_closed');
    expect(late.text()).toContain('CASE-REINSTATE');
    expect(postsOf(world, 'reinstate', orderId).posts).toStrictEqual([]);
    await world.bob.presses(late, 'CASE-REINSTATE');
    await world.slack.until(
      () => world.slack.messages(ORDER_OPS).some(({ text }) => text.includes(orderId)),
      { what: 'the ticket in #order-ops' },
    );
  });

  it('closes though the bot was away at its end', async () => {
    const orderId = freshOrder(world, { state: 'on_hold' });
    await cancelled(world, orderId);
    await world.bot.kill();
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await world.restart();
    await world.card(orderId, FLOOR, '[ Open CASE-REINSTATE');
  });
});
