import { describe, expect, it } from 'vitest';
import { ALICE, BOB, CANCEL_BODY, CAROL, error, NOON, startAtNoon } from './ask.js';

const at = (ms: number) => new Date(NOON + ms).toISOString();

describe('Wait for Async Processing', () => {
  it('processing becomes completed after 30 seconds, and not before', async () => {
    const { cancel, read, pass } = await startAtNoon();
    expect(await cancel('ORD-1001')).toMatchObject({
      status: 202,
      body: { order_id: 'ORD-1001', status: 'processing', cancellation_id: expect.any(String) },
    });
    pass(29_999);
    expect((await read('ORD-1001', 'cancel/status')).body).toEqual({
      order_id: 'ORD-1001',
      status: 'processing',
    });
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'pending' });
    pass(1);
    expect((await read('ORD-1001', 'cancel/status')).body).toMatchObject({ status: 'completed' });
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'cancelled' });
  });

  it('is over at once with processingMs 0, and ten times as fast with timeScale 0.1', async () => {
    const atOnce = await startAtNoon({ processingMs: 0 });
    await atOnce.cancel('ORD-1001');
    expect(atOnce.service.order('ORD-1001').status).toBe('cancelled');
    const fast = await startAtNoon({ timeScale: 0.1 });
    await fast.cancel('ORD-1001');
    fast.pass(3_000);
    expect(fast.service.order('ORD-1001').status).toBe('cancelled');
  });

  it('ends failed, with the error, where it fails upstream; a new key may try again', async () => {
    const { cancel, read, pass, service } = await startAtNoon();
    expect((await cancel('ORD-1010')).status).toBe(202);
    pass(30_000);
    expect((await read('ORD-1010', 'cancel/status')).body).toEqual({
      order_id: 'ORD-1010',
      status: 'failed',
      error: 'The payment provider refused the refund',
    });
    expect(service.order('ORD-1010')).toMatchObject({ status: 'pending', billing: 'active' });
    expect(service.order('ORD-1010').audit.map(({ event }) => event)).not.toContain(
      'order.cancelled',
    );
    service.change('ORD-1010', { cancellationFailsWith: undefined });
    await cancel('ORD-1010');
    pass(30_000);
    expect(service.order('ORD-1010').status).toBe('cancelled');
  });
});

describe('Post-checks', () => {
  it('billing says refunded once it has caught up', async () => {
    const { cancel, billing, pass } = await startAtNoon({ billingLagMs: 7_000 });
    await cancel('ORD-1001');
    pass(36_999);
    expect((await billing('ORD-1001')).body).toMatchObject({ status: 'active' });
    pass(1);
    expect((await billing('ORD-1001')).body).toMatchObject({ status: 'refunded' });
  });

  it('billing says voided where there was nothing to refund', async () => {
    const { cancel, billing, pass } = await startAtNoon();
    await cancel('ORD-1008');
    pass(60_000);
    expect((await billing('ORD-1008')).body).toMatchObject({ status: 'voided' });
  });

  it('billing that never updates stays as it was', async () => {
    const { cancel, billing, pass } = await startAtNoon();
    await cancel('ORD-1011');
    pass(24 * 60 * 60_000);
    expect((await billing('ORD-1011')).body).toMatchObject({ status: 'active' });
  });

  it('order_cancelled is in the notification history once it was sent', async () => {
    const { cancel, history, pass } = await startAtNoon({ notificationLagMs: 4_000 });
    await cancel('ORD-1007');
    pass(33_999);
    expect((await history('ORD-1007')).body).toMatchObject({
      notifications: [{ type: 'order_confirmed' }],
    });
    pass(1);
    expect((await history('ORD-1007')).body).toMatchObject({
      notifications: [
        { type: 'order_confirmed' },
        { type: 'order_cancelled', channel: 'email', sent_at: at(34_000) },
      ],
    });
  });

  it('nobody is notified where it was not asked for', async () => {
    const { post, service, pass } = await startAtNoon();
    const body = { ...CANCEL_BODY, notify_stakeholders: false };
    await post('/api/v2/orders/ORD-1007/cancel', body);
    pass(60_000);
    expect(service.order('ORD-1007').status).toBe('cancelled');
    expect(service.order('ORD-1007').notifications).toHaveLength(1);
  });

  it('the audit log names who cancelled, when, by which request and why', async () => {
    const { cancel, read, pass } = await startAtNoon();
    await cancel('ORD-1001', { by: BOB, headers: { 'x-request-id': 'request-7' } });
    expect((await read('ORD-1001', 'audit-log')).body).toMatchObject({
      entries: [{ event: 'order.created' }],
    });
    pass(30_000);
    expect((await read('ORD-1001', 'audit-log')).body).toMatchObject({
      entries: [
        { event: 'order.created', order: { order_id: 'ORD-1001', total: '249.90' } },
        {
          event: 'order.cancelled',
          user_id: BOB,
          timestamp: at(30_000),
          request_id: 'request-7',
          reason: 'operational_request',
          notes: 'Cancelled via OpsGuide',
        },
      ],
    });
  });
});

describe('Rollback Procedure', () => {
  it('brings the former state back after reinstateMs', async () => {
    const { cancel, reinstate, read, billing, pass } = await startAtNoon({ reinstateMs: 2_000 });
    await cancel('ORD-1007');
    pass(60_000);
    expect((await read('ORD-1007', 'reinstate/eligibility')).body).toEqual({
      order_id: 'ORD-1007',
      eligible: true,
    });
    expect(await reinstate('ORD-1007', { by: BOB })).toMatchObject({
      status: 202,
      body: { order_id: 'ORD-1007', status: 'processing' },
    });
    pass(1_999);
    expect((await read('ORD-1007', 'status')).body).toMatchObject({ status: 'cancelled' });
    pass(1);
    expect((await read('ORD-1007', 'status')).body).toMatchObject({ status: 'on_hold' });
    expect((await read('ORD-1007', 'audit-log')).body).toMatchObject({
      entries: [
        { event: 'order.created' },
        { event: 'order.cancelled', user_id: ALICE },
        { event: 'order.reinstated', user_id: BOB, timestamp: at(62_000) },
      ],
    });
    pass(5_000);
    expect((await billing('ORD-1007')).body).toMatchObject({ status: 'active' });
  });

  it('is refused, with the reason, where the order is not eligible', async () => {
    const { cancel, reinstate, read, pass, service } = await startAtNoon();
    await cancel('ORD-1012');
    pass(30_000);
    expect((await read('ORD-1012', 'reinstate/eligibility')).body).toEqual({
      order_id: 'ORD-1012',
      eligible: false,
      reason: 'The stock was given to another order',
    });
    expect(await reinstate('ORD-1012')).toMatchObject({ status: 409, body: error('not_eligible') });
    expect(service.order('ORD-1012').status).toBe('cancelled');
  });

  it('brings the former state back only where that was asked for', async () => {
    const { cancel, post, service } = await startAtNoon({ processingMs: 0, reinstateMs: 0 });
    await cancel('ORD-1007');
    const body = { reason: 'rollback_cancellation', restore_previous_state: false };
    await post('/api/v2/orders/ORD-1007/reinstate', body);
    expect(service.order('ORD-1007').status).toBe('pending');
  });

  it('may lead to another state than the former one', async () => {
    const { cancel, reinstate, service } = await startAtNoon({ processingMs: 0, reinstateMs: 0 });
    service.change('ORD-1007', { reinstatesTo: 'pending' });
    await cancel('ORD-1007');
    await reinstate('ORD-1007');
    expect(service.order('ORD-1007').status).toBe('pending');
  });
});

describe('A second round', () => {
  it('of cancel, reinstate, cancel: the cancel status speaks of the earlier round until the POST', async () => {
    const { cancel, reinstate, read, pass, service } = await startAtNoon();
    await cancel('ORD-1001', { key: 'first' });
    pass(30_000);
    await reinstate('ORD-1001', { key: 'back' });
    pass(10_000);
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'pending' });
    expect((await read('ORD-1001', 'cancel/status')).body).toMatchObject({ status: 'completed' });

    await cancel('ORD-1001', { key: 'second', by: CAROL });
    expect((await read('ORD-1001', 'cancel/status')).body).toMatchObject({ status: 'processing' });
    pass(30_000);
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'cancelled' });
    expect(service.effects('ORD-1001')).toMatchObject([
      { kind: 'cancellation', key: 'first', userId: ALICE, at: NOON },
      { kind: 'reinstatement', key: 'back', userId: ALICE, at: NOON + 30_000 },
      { kind: 'cancellation', key: 'second', userId: CAROL, at: NOON + 40_000 },
    ]);
    expect(service.order('ORD-1001').audit.map(({ event, user_id }) => [event, user_id])).toEqual([
      ['order.created', 'CUST-1001'],
      ['order.cancelled', ALICE],
      ['order.reinstated', ALICE],
      ['order.cancelled', CAROL],
    ]);
  });

  it('a cancellation elsewhere is in the audit log, and is no effect of a call', async () => {
    const { read, service } = await startAtNoon();
    service.cancelledElsewhere('ORD-1001', CAROL);
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'cancelled' });
    expect(service.order('ORD-1001').audit.at(-1)).toMatchObject({
      event: 'order.cancelled',
      user_id: CAROL,
    });
    expect(service.effects()).toEqual([]);
  });
});
