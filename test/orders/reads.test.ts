import nock from 'nock';
import { describe, expect, test } from 'vitest';
import type { OrderCalls } from '../../src/orders/order-service.js';
import { useNock } from './foreseen.js';
import { calls, ORDER, ORIGIN, service, USER } from './support.js';

useNock();

const order = `/api/v2/orders/${ORDER}`;

const readings: readonly {
  name: string;
  path: string;
  reply: object;
  ask: (calls: OrderCalls) => Promise<unknown>;
  value: unknown;
}[] = [
  {
    name: 'the roles of the acting person',
    path: '/api/v2/users/ada%40example.com/roles',
    reply: { user_id: USER, roles: ['order_admin'], name: 'Ada' },
    ask: (it) => it.roles(),
    value: ['order_admin'],
  },
  {
    name: 'the status of an order, whatever its word',
    path: `${order}/status`,
    reply: { order_id: ORDER, status: 'mislaid' },
    ask: (it) => it.status(ORDER),
    value: 'mislaid',
  },
  {
    name: 'billing hold and shipment',
    path: `${order}/dependencies`,
    reply: { order_id: ORDER, billing_hold: true, shipment_status: 'in_transit' },
    ask: (it) => it.dependencies(ORDER),
    value: { billingHold: true, shipmentStatus: 'in_transit' },
  },
  {
    name: 'when the order was created, and that it asks for business hours',
    path: `${order}/metadata`,
    reply: {
      order_id: ORDER,
      created_at: '2024-12-01T10:00:00.123456+02:00',
      requires_business_hours: true,
      customer_id: null,
      total: 129.9,
    },
    ask: (it) => it.metadata(ORDER),
    value: { createdAt: '2024-12-01T10:00:00.123456+02:00', requiresBusinessHours: true },
  },
  {
    name: 'that an order asks for no business hours where its metadata names none',
    path: `${order}/metadata`,
    reply: { order_id: ORDER, created_at: '2024-12-01T10:00:00+0000' },
    ask: (it) => it.metadata(ORDER),
    value: { createdAt: '2024-12-01T10:00:00+0000', requiresBusinessHours: false },
  },
  {
    name: 'that a cancellation is processing',
    path: `${order}/cancel/status`,
    reply: { order_id: ORDER, status: 'processing', error: null },
    ask: (it) => it.cancelStatus(ORDER),
    value: { status: 'processing' },
  },
  {
    name: 'that a cancellation failed, and why',
    path: `${order}/cancel/status`,
    reply: { order_id: ORDER, status: 'failed', error: { message: 'Ledger closed' } },
    ask: (it) => it.cancelStatus(ORDER),
    value: { status: 'failed', error: 'Ledger closed' },
  },
  {
    name: 'whether an order can be reinstated, and why not',
    path: `${order}/reinstate/eligibility`,
    reply: { order_id: ORDER, eligible: false, reason: 'Stock released' },
    ask: (it) => it.eligibility(ORDER),
    value: { eligible: false, reason: 'Stock released' },
  },
  {
    name: 'the billing status',
    path: `/api/v2/billing/orders/${ORDER}/status`,
    reply: { order_id: ORDER, status: 'voided' },
    ask: (it) => it.billingStatus(ORDER),
    value: 'voided',
  },
  {
    name: 'the notification history',
    path: `/api/v2/notifications/orders/${ORDER}/history`,
    reply: {
      order_id: ORDER,
      notifications: [
        { type: 'order_cancelled', channel: 'email', sent_at: '2024-12-01T10:00:00Z' },
      ],
    },
    ask: (it) => it.notificationHistory(ORDER),
    value: [{ type: 'order_cancelled', sent_at: '2024-12-01T10:00:00Z' }],
  },
];

describe('The client reads', () => {
  test.each(readings)('$name', async ({ path, reply, ask, value }) => {
    nock(ORIGIN).get(path).reply(200, reply);
    await expect(ask(calls())).resolves.toStrictEqual(value);
  });

  test('404 of the cancel status as: nothing was started', async () => {
    nock(ORIGIN).get(`${order}/cancel/status`).reply(404, {});
    await expect(calls().cancelStatus(ORDER)).resolves.toStrictEqual({ status: 'not_started' });
  });

  test('audit entries whole, long numbers with all their digits', async () => {
    const entry = '"event":"order.created","user_id":"u","timestamp":"2024-12-01T10:00:00Z"';
    const further =
      '"order":{"total":12.5,"ledger":12345678901234567890,"note":"is 99999999999999999"}';
    nock(ORIGIN)
      .get(`${order}/audit-log`)
      .reply(200, `{"order_id":"${ORDER}","entries":[{${entry},${further}}]}`);
    await expect(calls().auditLog(ORDER)).resolves.toStrictEqual([
      {
        event: 'order.created',
        user_id: 'u',
        timestamp: '2024-12-01T10:00:00Z',
        order: { total: 12.5, ledger: '12345678901234567890', note: 'is 99999999999999999' },
      },
    ]);
  });

  test('under a base URL with a path prefix', async () => {
    nock(ORIGIN).get(`/shop/eu${order}/status`).reply(200, { order_id: ORDER, status: 'pending' });
    const client = service({ baseUrl: `${ORIGIN}/shop/eu/` }).as(USER, { tries: 1, within: 5000 });
    await expect(client.status(ORDER)).resolves.toBe('pending');
  });
});
