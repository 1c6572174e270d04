import { describe, expect, it } from 'vitest';
import { ALICE, BOB, EVE, error, startAtNoon } from './ask.js';

describe('Error Handling: 400 invalid order state', () => {
  it.each([
    ['ORD-1005', 'completed'],
    ['ORD-1006', 'cancelled'],
    ['ORD-1009', 'archived'],
  ])('%s is %s: neither preview nor cancellation', async (id, state) => {
    const { read, cancel, service } = await startAtNoon();
    expect((await read(id, 'status')).body).toMatchObject({ status: state });
    const refusal = { status: 400, body: error('invalid_state') };
    expect(await read(id, 'cancel/preview')).toMatchObject(refusal);
    expect(await cancel(id)).toMatchObject(refusal);
    expect(service.effects()).toEqual([]);
  });

  it('any other word cannot be cancelled either', async () => {
    const { cancel, service } = await startAtNoon();
    service.change('ORD-1001', { state: 'quarantined' });
    expect(await cancel('ORD-1001')).toMatchObject({ status: 400, body: error('invalid_state') });
  });

  it('an order that is not cancelled cannot be reinstated', async () => {
    const { read, reinstate } = await startAtNoon();
    expect((await read('ORD-1001', 'reinstate/eligibility')).body).toMatchObject({
      eligible: false,
      reason: 'The order is not cancelled: pending',
    });
    expect(await reinstate('ORD-1001')).toMatchObject({
      status: 400,
      body: error('invalid_state'),
    });
  });
});

describe('Error Handling: 403 insufficient permissions', () => {
  it.each([EVE, 'mallory@example.com'])('%s may neither cancel nor reinstate', async (by) => {
    const { cancel, reinstate, service } = await startAtNoon();
    expect((await cancel('ORD-1001', { by })).status).toBe(403);
    expect((await reinstate('ORD-1006', { by })).status).toBe(403);
    expect(service.effects()).toEqual([]);
  });

  it('order_admin and ops_engineer may', async () => {
    const { cancel, service } = await startAtNoon();
    expect((await cancel('ORD-1001', { by: BOB })).status).toBe(202);
    expect((await cancel('ORD-1013', { by: ALICE })).status).toBe(202);
    expect(service.effects().map(({ userId }) => userId)).toEqual([BOB, ALICE]);
  });

  it('an order with an owner is for its owner alone', async () => {
    const { cancel, service } = await startAtNoon();
    service.change('ORD-1001', { owner: BOB });
    expect(await cancel('ORD-1001', { by: ALICE })).toMatchObject({
      status: 403,
      body: error('not_owner'),
    });
    expect((await cancel('ORD-1001', { by: BOB })).status).toBe(202);
  });
});

describe('Error Handling: 409', () => {
  it.each([
    ['ORD-1002', 'billing_hold'],
    ['ORD-1003', 'shipment_in_transit'],
  ])('%s: %s, at the preview and at the cancellation', async (id, code) => {
    const { read, cancel, service } = await startAtNoon();
    expect(await read(id, 'cancel/preview')).toMatchObject({ status: 409, body: error(code) });
    expect(await cancel(id)).toMatchObject({ status: 409, body: error(code) });
    expect(service.effects()).toEqual([]);
  });

  it('a resolved hold no longer blocks', async () => {
    const { cancel, service } = await startAtNoon();
    service.change('ORD-1002', { billingHold: false });
    expect((await cancel('ORD-1002')).status).toBe(202);
  });

  it('a second cancellation while one is processing, and after it 400', async () => {
    const { cancel, pass, service } = await startAtNoon();
    await cancel('ORD-1001');
    expect(await cancel('ORD-1001', { by: BOB })).toMatchObject({
      status: 409,
      body: error('cancellation_in_progress'),
    });
    pass(30_000);
    expect((await cancel('ORD-1001', { by: BOB })).status).toBe(400);
    expect(service.effects('ORD-1001')).toHaveLength(1);
  });

  it('a second reinstatement while one is processing', async () => {
    const { read, reinstate } = await startAtNoon();
    await reinstate('ORD-1006');
    expect((await read('ORD-1006', 'reinstate/eligibility')).body).toMatchObject({
      eligible: false,
    });
    expect(await reinstate('ORD-1006')).toMatchObject({
      status: 409,
      body: error('reinstatement_in_progress'),
    });
  });

  it('a billing hold blocks the way back too, though the order is eligible for it', async () => {
    const { read, reinstate, service } = await startAtNoon();
    service.change('ORD-1006', { billingHold: true });
    expect((await read('ORD-1006', 'reinstate/eligibility')).body).toMatchObject({
      eligible: true,
    });
    expect(await reinstate('ORD-1006')).toMatchObject({ status: 409, body: error('billing_hold') });
    expect((await read('ORD-1006', 'status')).body).toMatchObject({ status: 'cancelled' });
  });
});

it('404: no such order, for both POSTs', async () => {
  const { cancel, reinstate } = await startAtNoon();
  const refusal = { status: 404, body: error('order_not_found') };
  expect(await cancel('ORD-9')).toMatchObject(refusal);
  expect(await reinstate('ORD-9')).toMatchObject(refusal);
});
