import { describe, expect, it } from 'vitest';
import { EVE, error, NOON, startAtNoon } from './ask.js';

const DAY = 24 * 60 * 60 * 1000;

describe('Pre-checks read', () => {
  it('the roles of a person', async () => {
    const { get } = await startAtNoon();
    const answer = await get('/api/v2/users/alice%40example.com/roles');
    expect(answer).toMatchObject({
      status: 200,
      body: { user_id: 'alice@example.com', roles: ['ops_engineer'] },
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('404 for the roles of nobody', async () => {
    const { get } = await startAtNoon();
    expect(await get('/api/v2/users/mallory%40example.com/roles')).toMatchObject({
      status: 404,
      body: error('user_not_found'),
    });
  });

  it('the roles as they are now, when one is withdrawn', async () => {
    const { get, service } = await startAtNoon();
    service.addPerson({ userId: 'alice@example.com', roles: [] });
    expect((await get('/api/v2/users/alice%40example.com/roles')).body).toMatchObject({
      roles: [],
    });
    service.removePerson('alice@example.com');
    expect((await get('/api/v2/users/alice%40example.com/roles')).status).toBe(404);
  });

  it('status, dependencies and metadata of an order', async () => {
    const { read } = await startAtNoon();
    expect((await read('ORD-1001', 'status')).body).toEqual({
      order_id: 'ORD-1001',
      status: 'pending',
    });
    expect((await read('ORD-1001', 'dependencies')).body).toEqual({
      order_id: 'ORD-1001',
      billing_hold: false,
      shipment_status: 'not_shipped',
    });
    expect((await read('ORD-1001', 'metadata')).body).toEqual({
      order_id: 'ORD-1001',
      created_at: new Date(NOON - 2 * DAY).toISOString(),
      customer_id: 'CUST-1001',
      total: '249.90',
      currency: 'EUR',
    });
  });

  it('the preview of the impact', async () => {
    const { read } = await startAtNoon();
    expect((await read('ORD-1001', 'cancel/preview')).body).toEqual({
      order_id: 'ORD-1001',
      refund: { amount: '249.90', currency: 'EUR' },
      workflows: [
        { id: 'wf-311', name: 'Pick and pack' },
        { id: 'wf-312', name: 'Delivery slot' },
      ],
      notifications: [
        { channel: 'email', recipient: 'jo@customers.example' },
        { channel: 'sms', recipient: '+49 30 5550100' },
      ],
      billing_records: 2,
      warnings: [],
    });
  });

  it('everything, for a person without a role too', async () => {
    const { read } = await startAtNoon();
    expect((await read('ORD-1001', 'status', { by: EVE })).status).toBe(200);
    expect((await read('ORD-1001', 'cancel/preview', { by: EVE })).status).toBe(200);
  });

  it('nothing of an order for a person whom the service does not know', async () => {
    const { read } = await startAtNoon();
    expect(await read('ORD-1001', 'status', { by: 'U012345' })).toMatchObject({
      status: 403,
      body: error('unknown_user'),
    });
  });

  it.each([
    'status',
    'dependencies',
    'metadata',
    'cancel/preview',
    'cancel/status',
    'reinstate/eligibility',
    'audit-log',
  ])('404 for %s of an order that does not exist', async (what) => {
    const { read } = await startAtNoon();
    expect(await read('ORD-9', what)).toMatchObject({
      status: 404,
      body: error('order_not_found'),
    });
  });

  it('404 for billing and notifications of an order that does not exist', async () => {
    const { billing, history } = await startAtNoon();
    expect((await billing('ORD-9')).status).toBe(404);
    expect((await history('ORD-9')).status).toBe(404);
  });
});

describe('Before any cancellation', () => {
  it('there is no cancel status, billing is active, and one entry is in the audit log', async () => {
    const { read, billing, history } = await startAtNoon();
    expect(await read('ORD-1001', 'cancel/status')).toMatchObject({
      status: 404,
      body: error('no_cancellation'),
    });
    expect((await billing('ORD-1001')).body).toEqual({ order_id: 'ORD-1001', status: 'active' });
    expect((await history('ORD-1001')).body).toMatchObject({
      notifications: [{ type: 'order_confirmed' }, { type: 'order_confirmed' }],
    });
    expect((await read('ORD-1001', 'audit-log')).body).toEqual({
      order_id: 'ORD-1001',
      entries: [
        {
          event: 'order.created',
          user_id: 'CUST-1001',
          timestamp: new Date(NOON - 2 * DAY).toISOString(),
          order: {
            order_id: 'ORD-1001',
            status: 'pending',
            created_at: new Date(NOON - 2 * DAY).toISOString(),
            customer_id: 'CUST-1001',
            total: '249.90',
            currency: 'EUR',
            items: [
              { sku: 'LAMP-7', quantity: 1 },
              { sku: 'BULB-E27', quantity: 4 },
            ],
          },
        },
      ],
    });
  });
});
