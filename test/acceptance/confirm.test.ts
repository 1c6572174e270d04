import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

describe('Confirm', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('by somebody without the role is refused, answered, and sends nothing', async () => {
    const { alice, eve, orders } = world;
    const card = await world.requests(alice, 'ORD-1013');
    await eve.presses(card, 'Confirm');
    await eve.message(FLOOR, 'not_entitled');
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1013' })).toStrictEqual([]);
    await eve.presses(card, 'Discard');
    await eve.message(FLOOR, (message, text) => message !== card && text.includes('not_entitled'));
    await eve.presses(card, 'Details');
    const modal = await eve.modal('not_entitled');
    expect(modal.text()).not.toContain('EUR');
    await alice.presses(card, 'Discard');
    await world.told(card, 'Discarded');
  });

  it('pressed fifty times at once makes one cancellation, and every press is answered', async () => {
    const { alice, bob, orders, slack } = world;
    const card = await world.requests(alice, 'ORD-1014');
    const before = slack.messages(FLOOR).length;
    await Promise.all([
      alice.pressesAtOnce(card, 'Confirm', 25),
      bob.pressesAtOnce(card, 'Confirm', 25),
    ]);
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1014')).toHaveLength(1);
    expect(
      new Set(orders.calls({ route: 'cancel', orderId: 'ORD-1014' }).map(({ key }) => key)).size,
    ).toBe(1);
    const answers = () =>
      slack
        .messages(FLOOR)
        .slice(before)
        .filter(({ ephemeralTo }) => ephemeralTo !== undefined);
    await slack.until(() => answers().length === 50, { what: '50 answers' });
  });

  it('takes a second look: what changed is shown and must be confirmed anew', async () => {
    const { alice, orders, slack } = world;
    const card = await world.requests(alice, 'ORD-1015');
    orders.change('ORD-1015', { refund: { amount: '99.00', currency: 'EUR' } });
    await alice.presses(card, 'Confirm');
    const redrawn = await world.card('ORD-1015', FLOOR, '99.00');
    expect(slack.asText(redrawn)).toMatch(/129\.90 EUR.*99\.00 EUR/);
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1015' })).toStrictEqual([]);

    await alice.pressesOld(card, 'Confirm');
    await alice.message(FLOOR, 'old_card');
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1015' })).toStrictEqual([]);

    await alice.presses(redrawn, 'Confirm');
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1015')).toHaveLength(1);
  });

  it('finds a block: nothing is sent, the card names it and offers «Check again»', async () => {
    const { alice, orders, slack } = world;
    const card = await world.requests(alice, 'ORD-1016');
    orders.change('ORD-1016', { billingHold: true });
    await alice.presses(card, 'Confirm');
    const blocked = await world.card('ORD-1016', FLOOR, 'Check again');
    expect(slack.asText(blocked)).toContain('billing_hold');
    expect(slack.asText(blocked)).not.toContain('[ Confirm');
    orders.change('ORD-1016', { billingHold: false });
    await alice.presses(blocked, 'Check again');
    const clear = await world.card('ORD-1016', FLOOR, '[ Confirm');
    await alice.presses(clear, 'Confirm');
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1016')).toHaveLength(1);
  });

  it('comes too late after Discard, and says by whom it was decided', async () => {
    const { alice, bob, orders } = world;
    const card = await world.requests(alice, 'ORD-1017');
    await bob.presses(card, 'Discard');
    await world.card('ORD-1017', FLOOR, 'Discarded by @bob');
    await alice.pressesOld(card, 'Confirm');
    await alice.message(FLOOR, /Decided by @bob/);
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1017' })).toStrictEqual([]);
  });

  it('takes no second request while a run holds the order, and tells who holds it', async () => {
    const { alice, bob } = world;
    await world.requests(alice, 'ORD-1018');
    await bob.types(FLOOR, '/cancel-order ORD-1018');
    const modal = await bob.modal('live_run');
    expect(modal.text()).toContain('Held by @alice');
    expect(modal.text()).toContain('See the card');
  });
});

describe('A request past CONFIRM_TIMEOUT', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { CONFIRM_TIMEOUT: '1500ms' } });
  });
  afterAll(() => world.close());

  it('is expired, its card says so, and the order is free again', async () => {
    const { alice, orders } = world;
    const card = await world.requests(alice, 'ORD-1001');
    await world.card('ORD-1001', FLOOR, 'Expired');
    await world.told(card, '@alice');
    await alice.pressesOld(card, 'Confirm');
    await alice.message(FLOOR, 'Request the cancellation again');
    expect(orders.calls({ route: 'cancel' })).toStrictEqual([]);
    await alice.types(FLOOR, '/cancel-order ORD-1001');
    await alice.modal('Can be cancelled');
  });
});

describe('FOUR_EYES=always, and a confirm that expires in two minutes and a bit', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { FOUR_EYES: 'always', CONFIRM_TIMEOUT: '122s' } });
  });
  afterAll(() => world.close());

  it('reminds the requester two minutes before a request expires that nobody confirms', async () => {
    const card = await world.requests(world.alice, 'ORD-1013');
    await world.told(card, '@alice Nobody has confirmed yet');
  });

  it('asks for another person each time, admins included', async () => {
    const { alice, bob, orders } = world;
    const card = await world.requests(bob, 'ORD-1001');
    await bob.presses(card, 'Confirm');
    await bob.message(FLOOR, 'second_person_needed');
    expect(orders.calls({ route: 'cancel' })).toStrictEqual([]);
    await alice.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
    expect(world.thread(card)).toContain('@bob @alice');
  });
});
