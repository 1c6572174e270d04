import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

/** A day of the week that is neither today nor next to it, wherever this runs. */
const CLOSED_DAY = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })
  .format(Date.now() + 3 * 24 * 60 * 60 * 1000)
  .toLowerCase();

describe('Pre-checks', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { BUSINESS_HOURS: `${CLOSED_DAY} 00:00-00:01 UTC` } });
  });
  afterAll(() => world.close());

  it.each([
    ['a billing hold', 'ORD-1002', /Billing hold blocked: active/, 'billing_hold'],
    ['a shipment in transit', 'ORD-1003', /Shipment blocked: in_transit/, 'shipment_in_transit'],
    ['the state completed', 'ORD-1005', /Status blocked: completed/, 'not_cancellable'],
    ['the state cancelled', 'ORD-1006', /Status blocked: cancelled/, 'already_cancelled'],
    ['the state archived', 'ORD-1009', /Status blocked: archived/, 'not_cancellable'],
    ['an order that does not exist', 'ORD-9999', /Status blocked/, 'order_not_found'],
  ])('%s blocks: the modal names it and has no submit', async (_, orderId, verdict, code) => {
    const { alice } = world;
    await alice.types(FLOOR, `/cancel-order ${orderId}`);
    const modal = await alice.modal(code);
    expect(modal.text()).toMatch(verdict);
    expect(modal.view.submit).toBeUndefined();
    expect(modal.has('Look again')).toBe(true);
  });

  it.each([
    ['an order of 30 days and more', 'ORD-1004', 'order_too_old'],
    [
      'an order that asks for business hours, outside of them',
      'ORD-1007',
      'outside_business_hours',
    ],
  ])('%s needs a second person, and then goes through', async (_, orderId, code) => {
    const { alice, bob, slack } = world;
    const card = await world.requests(alice, orderId);
    expect(slack.asText(card)).toContain(code);
    await alice.presses(card, 'Confirm');
    await alice.message(FLOOR, 'second_person_needed');
    await bob.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
    expect(world.orders.effects(orderId)).toMatchObject([{ userId: 'bob@example.com' }]);
  });

  it('without the role nothing of the order is shown', async () => {
    const { eve } = world;
    await eve.types(FLOOR, '/cancel-order ORD-1001');
    const modal = await eve.modal('not_entitled');
    expect(modal.text()).toContain('Role blocked: viewer');
    for (const told of ['pending', 'EUR', 'wf-311', 'Age', 'Shipment']) {
      expect(modal.text()).not.toContain(told);
    }
    expect(modal.view.submit).toBeUndefined();
  });

  it('what could not be read says so with its code, and can be looked at again', async () => {
    const { alice, orders } = world;
    const away = orders.faults.add({
      on: 'metadata',
      orderId: 'ORD-1015',
      fault: { kind: 'status', status: 503 },
    });
    await alice.types(FLOOR, '/cancel-order ORD-1015');
    const modal = await alice.modal('order_service_unavailable');
    expect(modal.view.submit).toBeUndefined();
    expect(away.met()).toBe(3);
    away.clear();
    await alice.presses(modal, 'Look again');
    const clear = await alice.modal('Can be cancelled');
    expect(clear.view.submit?.text).toBe('Request cancellation');
  });

  it('a reply that breaks its schema is named by its path, without internals', async () => {
    const { alice, orders } = world;
    orders.faults.add({
      on: 'status',
      orderId: 'ORD-1016',
      times: 1,
      fault: { kind: 'garbage', form: 'wrong_schema' },
    });
    await alice.types(FLOOR, '/cancel-order ORD-1016');
    const modal = await alice.modal('unexpected_reply');
    expect(modal.text()).toMatch(/status/);
    expect(modal.text()).not.toMatch(/zod|ZodError|127\.0\.0\.1|at \w+ \(/i);
  });

  it('the modal is open before anything is asked of the order service', async () => {
    const { alice, orders, slack } = world;
    const hang = orders.faults.add({ on: 'reads', fault: { kind: 'delay', ms: 1500 } });
    await alice.types(FLOOR, '/cancel-order ORD-1017');
    const modal = await alice.modal('Looking at ORD-1017');
    expect(modal.view.submit).toBeUndefined();
    expect(slack.calls('views.open').at(-1)?.response).toMatchObject({ ok: true });
    hang.clear();
    await alice.modal('Can be cancelled');
  });
});
