import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { UnexpectedReply } from '../../src/orders/errors.js';
import type { OrderCalls } from '../../src/orders/order-service.js';
import { useNock } from './foreseen.js';
import { calls, ORDER, ORIGIN, rejection, THRICE, USER } from './support.js';

useNock();

const of = (reply: object) => ({ order_id: ORDER, ...reply });
const time = '2024-12-01T10:00:00Z';

const broken: readonly [
  path: string,
  url: string,
  reply: unknown,
  ask: (it: OrderCalls) => Promise<unknown>,
][] = [
  ['(body)', 'orders/{id}/status', '<html>', (it) => it.status(ORDER)],
  ['(body)', 'orders/{id}/status', '', (it) => it.status(ORDER)],
  ['(body)', 'orders/{id}/status', 'null', (it) => it.status(ORDER)],
  ['(body)', 'orders/{id}/status', '[]', (it) => it.status(ORDER)],
  ['(body)', 'orders/{id}/status', '['.repeat(200) + ']'.repeat(200), (it) => it.status(ORDER)],
  ['order_id', 'orders/{id}/status', { status: 'pending' }, (it) => it.status(ORDER)],
  [
    'order_id',
    'orders/{id}/status',
    { order_id: 'ORD-2', status: 'pending' },
    (it) => it.status(ORDER),
  ],
  ['status', 'orders/{id}/status', of({ status: null }), (it) => it.status(ORDER)],
  ['user_id', 'users/ada%40example.com/roles', { user_id: 'eve', roles: [] }, (it) => it.roles()],
  [
    'roles.1',
    'users/ada%40example.com/roles',
    { user_id: USER, roles: ['a', 1] },
    (it) => it.roles(),
  ],
  [
    'billing_hold',
    'orders/{id}/dependencies',
    of({ billing_hold: 'no', shipment_status: '' }),
    (it) => it.dependencies(ORDER),
  ],
  [
    'shipment_status',
    'orders/{id}/dependencies',
    of({ billing_hold: true }),
    (it) => it.dependencies(ORDER),
  ],
  [
    'created_at',
    'orders/{id}/metadata',
    of({ created_at: 'yesterday' }),
    (it) => it.metadata(ORDER),
  ],
  [
    'created_at',
    'orders/{id}/metadata',
    of({ created_at: '2024-12-01T10:00:00' }),
    (it) => it.metadata(ORDER),
  ],
  [
    'created_at',
    'orders/{id}/metadata',
    of({ created_at: '2024-02-30T10:00:00Z' }),
    (it) => it.metadata(ORDER),
  ],
  [
    'requires_business_hours',
    'orders/{id}/metadata',
    of({ created_at: time, requires_business_hours: 'yes' }),
    (it) => it.metadata(ORDER),
  ],
  [
    'refund.amount',
    'orders/{id}/cancel/preview',
    of({ refund: { amount: 'much', currency: 'EUR' } }),
    (it) => it.preview(ORDER),
  ],
  [
    'refund.currency',
    'orders/{id}/cancel/preview',
    of({ refund: { amount: 1 } }),
    (it) => it.preview(ORDER),
  ],
  [
    'workflows.0.name',
    'orders/{id}/cancel/preview',
    of({ workflows: [{ id: 'w' }] }),
    (it) => it.preview(ORDER),
  ],
  [
    'notifications.0.recipient',
    'orders/{id}/cancel/preview',
    of({ notifications: [{ channel: 'email' }] }),
    (it) => it.preview(ORDER),
  ],
  [
    'billing_records',
    'orders/{id}/cancel/preview',
    of({ billing_records: '3' }),
    (it) => it.preview(ORDER),
  ],
  ['warnings.0', 'orders/{id}/cancel/preview', of({ warnings: [7] }), (it) => it.preview(ORDER)],
  ['status', 'orders/{id}/cancel/status', of({ status: 'done' }), (it) => it.cancelStatus(ORDER)],
  [
    'eligible',
    'orders/{id}/reinstate/eligibility',
    of({ eligible: 1 }),
    (it) => it.eligibility(ORDER),
  ],
  ['status', 'billing/orders/{id}/status', of({}), (it) => it.billingStatus(ORDER)],
  [
    'notifications.0.sent_at',
    'notifications/orders/{id}/history',
    of({ notifications: [{ type: 'x', sent_at: 5 }] }),
    (it) => it.notificationHistory(ORDER),
  ],
  [
    'entries.1.timestamp',
    'orders/{id}/audit-log',
    of({
      entries: [
        { event: 'e', user_id: 'u', timestamp: time },
        { event: 'e', user_id: 'u' },
      ],
    }),
    (it) => it.auditLog(ORDER),
  ],
];

describe('A reply that breaks its contract names where, and is not asked for again', () => {
  test.each(broken)('%s of %s: %j', async (path, url, reply, ask) => {
    const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
    nock(ORIGIN)
      .get(`/api/v2/${url.replace('{id}', ORDER)}`)
      .reply(200, text);
    const error = await rejection(ask(calls(THRICE)));
    expect(error).toBeInstanceOf(UnexpectedReply);
    expect(error).toMatchObject({
      code: 'unexpected_reply',
      path,
      detail: `its reply cannot be read at ${path}`,
    });
  });
});
