import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startLocalOrderService } from '../../../src/sandbox/orders/index.js';
import { CAROL, EVE, error, NOON, startAtNoon, startNow } from './ask.js';

const DAY = 24 * 60 * 60 * 1000;

describe('The seed', () => {
  it('has ORD-1004 older than 30 days', async () => {
    const { service } = await startAtNoon();
    expect(NOON - service.order('ORD-1004').facts.createdAt).toBeGreaterThan(30 * DAY);
    expect(NOON - service.order('ORD-1001').facts.createdAt).toBeLessThan(30 * DAY);
  });

  it('has ORD-1006 cancelled by carol three hours ago, all systems told', async () => {
    const { read, service } = await startAtNoon();
    expect((await read('ORD-1006', 'cancel/status')).body).toMatchObject({ status: 'completed' });
    expect(service.order('ORD-1006')).toMatchObject({ status: 'cancelled', billing: 'refunded' });
    expect(service.order('ORD-1006').audit.at(-1)).toMatchObject({
      event: 'order.cancelled',
      user_id: CAROL,
      timestamp: new Date(NOON - 3 * 60 * 60 * 1000).toISOString(),
    });
  });

  it('has ORD-1007 on hold, asking for business hours', async () => {
    const { read } = await startAtNoon();
    expect((await read('ORD-1007', 'status')).body).toMatchObject({ status: 'on_hold' });
    expect((await read('ORD-1007', 'metadata')).body).toMatchObject({
      requires_business_hours: true,
    });
  });

  it('has ORD-1008 in progress, without a refund, with hostile text', async () => {
    const { read } = await startAtNoon();
    expect((await read('ORD-1008', 'status')).body).toMatchObject({ status: 'in_progress' });
    const { body } = await read('ORD-1008', 'cancel/preview');
    expect(body).not.toHaveProperty('refund');
    expect(body).toMatchObject({
      warnings: [
        '<!channel> <https://evil.example|click> *bold* & "quotes"',
        'The supplier keeps a restocking fee',
      ],
      restocking_fee: '12.50',
    });
  });

  it('has six fine orders more, each of which can be cancelled', async () => {
    const { cancel, service } = await startAtNoon();
    for (let number = 1013; number <= 1018; number += 1) {
      expect((await cancel(`ORD-${number}`)).status).toBe(202);
    }
    expect(service.effects()).toHaveLength(6);
  });

  it('has eve as a viewer, and can be left out', async () => {
    const seeded = await startAtNoon();
    expect((await seeded.get(`/api/v2/users/${EVE}/roles`)).body).toMatchObject({
      roles: ['viewer'],
    });
    const { read, service } = await startAtNoon({ seed: false });
    service.addPerson({ userId: 'alice@example.com', roles: ['ops_engineer'] });
    expect((await read('ORD-1001', 'status')).status).toBe(404);
    service.addOrder({ id: 'ORD-1001', ageMs: 40 * DAY, state: 'on_hold' });
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: 'on_hold' });
    expect((await read('ORD-1001', 'metadata')).body).toMatchObject({
      created_at: new Date(NOON - 40 * DAY).toISOString(),
    });
  });

  it('an order that does not exist is a defect of the test', async () => {
    const { service } = await startAtNoon();
    expect(() => service.order('ORD-9')).toThrow('There is no order ORD-9');
    expect(() => service.change('ORD-9', {})).toThrow('There is no order ORD-9');
  });
});

describe('until', () => {
  it('resolves when a call makes it true', async () => {
    const { cancel, service } = await startNow();
    const seen = service.until(() => service.effects('ORD-1001')[0], { withinMs: 5_000 });
    await cancel('ORD-1001', { key: 'key-1' });
    expect(await seen).toMatchObject({ key: 'key-1' });
  });

  it('resolves when time alone makes it true', async () => {
    const { cancel, service } = await startNow({ processingMs: 50, billingLagMs: 50 });
    await cancel('ORD-1001');
    await service.until(() => service.order('ORD-1001').billing === 'refunded', {
      withinMs: 5_000,
    });
    expect(service.order('ORD-1001').status).toBe('cancelled');
  });

  it('rejects when it does not become true in time, or throws', async () => {
    const { service } = await startNow();
    await expect(service.until(() => false, { withinMs: 20 })).rejects.toThrow('within 20 ms');
    await expect(service.until(() => service.order('?'), { withinMs: 20 })).rejects.toThrow(
      'There is no order ?',
    );
  });
});

describe('The service', () => {
  it('listens on the loopback, on the port and with the token it was given', async () => {
    const first = await startNow({ token: 'secret' });
    const { hostname, port } = new URL(first.service.baseUrl);
    expect([hostname, first.service.token]).toEqual(['127.0.0.1', 'secret']);
    await expect(startLocalOrderService({ port: Number(port) })).rejects.toThrow('EADDRINUSE');
    await first.service.close();
    const second = await startNow({ port: Number(port) });
    expect(second.service.baseUrl).toBe(first.service.baseUrl);
  });

  it('closes with connections open, and what was still delayed takes no effect', async () => {
    const { service, cancel } = await startNow();
    service.faults.add({ on: 'cancel', orderId: 'ORD-1001', fault: { kind: 'delay', ms: 60_000 } });
    service.faults.add({ on: 'cancel', fault: { kind: 'hang', when: 'after_effect' } });
    const delayed = expect(cancel('ORD-1001')).rejects.toThrow();
    const hanging = expect(cancel('ORD-1013')).rejects.toThrow();
    const never = expect(service.until(() => false, { withinMs: 60_000 })).rejects.toThrow(
      'closed',
    );
    const idle = connect(Number(new URL(service.baseUrl).port), '127.0.0.1');
    const idleEnded = new Promise((resolve) => idle.on('error', resolve).on('close', resolve));
    await service.until(() => service.calls({ status: 'hanging' })[0], { withinMs: 5_000 });
    await service.until(() => service.calls({ orderId: 'ORD-1001' })[0]?.faults[0], {
      withinMs: 5_000,
    });
    await service.close();
    await service.close();
    await Promise.all([delayed, hanging, never, idleEnded]);
    await service.until(() => service.calls({ orderId: 'ORD-1001', status: 'broken' })[0], {
      withinMs: 5_000,
    });
    expect(service.effects().map(({ orderId }) => orderId)).toEqual(['ORD-1013']);
  });

  it('answers many at once, each order cancelled once', async () => {
    const { service, cancel } = await startAtNoon();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cancel('ORD-1001').then(({ status }) => status)),
    );
    expect(answers.filter((status) => status === 202)).toHaveLength(1);
    expect(service.effects('ORD-1001')).toHaveLength(1);
    expect(await cancel('ORD-1001')).toMatchObject({ body: error('cancellation_in_progress') });
  });
});

describe('The pace', () => {
  it('changes for what begins from now on; what is under way keeps its own', async () => {
    const { cancel, service, pass } = await startAtNoon({ timeScale: 1 / 30 });
    await cancel('ORD-1001');
    service.setTimeScale(1);
    await cancel('ORD-1013');
    pass(1_000);
    expect(service.order('ORD-1001').cancelStatus).toBe('completed');
    expect(service.order('ORD-1013').cancelStatus).toBe('processing');
    pass(29_000);
    expect(service.order('ORD-1013').cancelStatus).toBe('completed');
  });
});

describe('The list of orders', () => {
  it('has each as it is now, those added later last', async () => {
    const { service } = await startAtNoon();
    service.addOrder({ id: 'LAST-1', state: 'on_hold' });
    service.change('ORD-1001', { billingHold: true });
    const all = service.orders();
    expect(all.at(0)).toMatchObject({ id: 'ORD-1001', facts: { billingHold: true } });
    expect(all.at(-1)).toMatchObject({ id: 'LAST-1', status: 'on_hold' });
  });
});
