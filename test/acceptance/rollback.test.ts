import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { FLOOR, ORDER_OPS, World } from './world.js';

const SOON = { withinMs: 15_000 };

let orders = 0;
/** An order of its own for each test, on hold: the state that has to come back. */
function fresh(world: World): string {
  orders += 1;
  const id = `ORD-R${orders}`;
  world.orders.addOrder({ id, state: 'on_hold', refund: { amount: '10.00', currency: 'EUR' } });
  return id;
}

/** Cancelled by alice and verified: gives the card. */
async function cancelled(world: World, orderId: string) {
  await world.cancels(world.alice, orderId);
  return world.card(orderId, FLOOR, 'Audit entry verified');
}

function posts(world: World, orderId: string) {
  return world.orders.calls({ route: 'reinstate', orderId });
}

function keys(world: World, orderId: string): number {
  return new Set(posts(world, orderId).map(({ key }) => key)).size;
}

function reinstatements(world: World, orderId: string): number {
  return world.orders.effects(orderId).filter(({ kind }) => kind === 'reinstatement').length;
}

describe('Rollback within the window', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('by any entitled person: reinstated with a new key, verified, and said', async () => {
    const orderId = fresh(world);
    const card = await cancelled(world, orderId);
    expect(world.slack.asText(card)).toMatch(/Rollback window until/);
    await world.rollsBack(world.bob, card);
    await world.card(orderId, FLOOR, 'rolled back');
    await world.told(card, 'rolled back');
    expect(world.thread(card)).toMatch(/@alice.*@bob|@bob.*@alice/);
    expect(world.orders.order(orderId).status).toBe('on_hold');
    const [post] = posts(world, orderId);
    expect(post).toMatchObject({ userId: 'bob@example.com' });
    expect(post?.key).not.toBe(world.orders.calls({ route: 'cancel', orderId })[0]?.key);
    expect(JSON.parse(post?.body ?? '')).toStrictEqual({
      reason: 'rollback_cancellation',
      restore_previous_state: true,
    });
    // The order is free again, and an old card decides nothing.
    await world.alice.pressesOld(card, 'Roll back');
    await world.alice.modal('decided');
    expect(posts(world, orderId)).toHaveLength(1);
  });

  it('says so where another state came back than the former one', async () => {
    const orderId = fresh(world);
    world.orders.change(orderId, { reinstatesTo: 'pending' });
    await world.rollsBack(world.alice, await cancelled(world, orderId));
    const card = await world.card(orderId, FLOOR, 'rolled back');
    expect(world.slack.asText(card)).toMatch(/pending[\s\S]*on_hold|on_hold[\s\S]*pending/);
  });

  it('is refused to somebody without the role', async () => {
    const orderId = fresh(world);
    await world.eve.presses(await cancelled(world, orderId), 'Roll back');
    await world.eve.modal('not_entitled');
    expect(posts(world, orderId)).toStrictEqual([]);
  });

  it('pressed twice by two people at once is one reinstatement, and both are answered', async () => {
    const orderId = fresh(world);
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
    expect(keys(world, orderId)).toBe(1);
    expect(people.flatMap(({ troubles }) => troubles)).toStrictEqual([]);
  });

  it('not eligible: the reason behind Details, nothing sent, and the ticket offered', async () => {
    const orderId = fresh(world);
    world.orders.change(orderId, { notReinstatableBecause: 'The stock was given away' });
    await world.rollsBack(world.alice, await cancelled(world, orderId));
    await world.alice.modal('The stock was given away');
    const card = await world.card(orderId, FLOOR, 'CASE-REINSTATE');
    expect(world.slack.asText(card)).not.toContain('The stock was given away');
    expect(world.slack.asText(card)).toContain('not_eligible');
    expect(posts(world, orderId)).toStrictEqual([]);
  });

  it.each(['before_effect', 'after_effect'] as const)(
    'survives kill -9 in the middle of the POST (%s): exactly one reinstatement',
    async (when) => {
      const orderId = fresh(world);
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
      expect(keys(world, orderId)).toBe(1);
    },
  );

  it('is closed by a newer run for the order', async () => {
    const orderId = fresh(world);
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

describe('order-api.md, the table: reinstate is answered', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      env: { RETRY_ATTEMPTS: '3', ORDER_API_TIMEOUT: '1s', POLL_TIMEOUT: '1500ms' },
    });
  });
  afterAll(() => world.close());

  async function rollsBackInto(fault: Fault, times = 1) {
    const orderId = fresh(world);
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
      expect(posts(world, orderId)).toHaveLength(1);
      expect(world.slack.asText(await world.card(orderId, FLOOR, code))).toMatch(/is cancelled/);
      expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
      expect(world.orders.order(orderId).status).toBe('cancelled');
    },
  );

  it('401: escalated as the bot’s fault; Retry goes on with the same key and person', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 401 });
    await world.carol.presses(await world.escalation(orderId, 'bad_service_token'), 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(keys(world, orderId)).toBe(1);
    expect(posts(world, orderId).at(-1)?.userId).toBe('bob@example.com');
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
    expect(posts(world, orderId).length).toBeLessThanOrEqual(2);
    expect(keys(world, orderId)).toBe(1);
    expect(reinstatements(world, orderId)).toBe(1);
  });

  it('409, a billing hold: level 2, and «Check again» goes on with a new key once it is gone', async () => {
    const orderId = fresh(world);
    const card = await cancelled(world, orderId);
    world.orders.change(orderId, { billingHold: true });
    await world.rollsBack(world.bob, card);
    await world.told(card, 'billing_hold');
    const blocked = await world.card(orderId, FLOOR, 'Check again');
    expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
    world.orders.change(orderId, { billingHold: false });
    await world.bob.presses(blocked, 'Check again');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(keys(world, orderId)).toBe(2);
    expect(reinstatements(world, orderId)).toBe(1);
  });

  it('422: escalated, never retried by itself', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 422 });
    const escalation = await world.escalation(orderId, 'rejected_request');
    expect(posts(world, orderId)).toHaveLength(1);
    await world.bob.presses(escalation, 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(keys(world, orderId)).toBe(2);
  });

  it('429: waits as long as it is asked to', async () => {
    const headers = { 'Retry-After': '2' };
    const { orderId } = await rollsBackInto({ kind: 'status', status: 429, headers });
    await world.card(orderId, FLOOR, 'rolled back');
    const [first, second] = posts(world, orderId);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(keys(world, orderId)).toBe(1);
  });

  it('503 until the tries are used up: escalated, and Retry sends the same key', async () => {
    const { orderId } = await rollsBackInto({ kind: 'status', status: 503 }, 3);
    await world.bob.presses(await world.escalation(orderId, 'order_service_unavailable'), 'Retry');
    await world.card(orderId, FLOOR, 'rolled back');
    expect(keys(world, orderId)).toBe(1);
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
    expect(posts(world, orderId)).toHaveLength(1);
  });
});

describe('Rollback of a run whose post-checks are unmet', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { POST_CHECK_TIMEOUT: '1s' } });
  });
  afterAll(() => world.close());

  it('ends them, and closes their escalation', async () => {
    const orderId = fresh(world);
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
    const orderId = fresh(world);
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
    expect(posts(world, orderId)).toStrictEqual([]);
    await world.bob.presses(late, 'CASE-REINSTATE');
    await world.slack.until(
      () => world.slack.messages(ORDER_OPS).some(({ text }) => text.includes(orderId)),
      { what: 'the ticket in #order-ops' },
    );
  });

  it('closes though the bot was away at its end', async () => {
    const orderId = fresh(world);
    await cancelled(world, orderId);
    await world.bot.kill();
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await world.restart();
    await world.card(orderId, FLOOR, '[ Open CASE-REINSTATE');
  });
});
