import type { NewOrder } from './orders.js';
import type { Person } from './people.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

export const SEED_PEOPLE: readonly Person[] = [
  { userId: 'alice@example.com', roles: ['ops_engineer'] },
  { userId: 'bob@example.com', roles: ['order_admin'] },
  { userId: 'carol@example.com', roles: ['ops_engineer'] },
  { userId: 'eve@example.com', roles: ['viewer'] },
];

const mail = (name: string) => ({ channel: 'email', recipient: `${name}@customers.example` });
const euros = (amount: string | number) => ({ amount, currency: 'EUR' });

/** One order for each case of the runbook, and a few fine ones more. */
export const SEED_ORDERS: readonly NewOrder[] = [
  {
    id: 'ORD-1001',
    ageMs: 2 * DAY,
    total: euros('249.90'),
    items: [
      { sku: 'LAMP-7', quantity: 1 },
      { sku: 'BULB-E27', quantity: 4 },
    ],
    refund: euros('249.90'),
    workflows: [
      { id: 'wf-311', name: 'Pick and pack' },
      { id: 'wf-312', name: 'Delivery slot' },
    ],
    notifications: [mail('jo'), { channel: 'sms', recipient: '+49 30 5550100' }],
    billingRecords: 2,
  },
  { id: 'ORD-1002', ageMs: 3 * DAY, refund: euros('59.00'), billingHold: true },
  {
    id: 'ORD-1003',
    ageMs: 4 * DAY,
    state: 'in_progress',
    refund: euros('80.00'),
    shipmentStatus: 'in_transit',
  },
  { id: 'ORD-1004', ageMs: 45 * DAY, refund: euros('310.50'), notifications: [mail('kim')] },
  { id: 'ORD-1005', ageMs: 9 * DAY, state: 'completed', shipmentStatus: 'delivered' },
  {
    id: 'ORD-1006',
    ageMs: 5 * DAY,
    refund: euros('19.99'),
    notifications: [mail('lee')],
    cancelled: { by: 'carol@example.com', agoMs: 3 * HOUR },
  },
  {
    id: 'ORD-1007',
    ageMs: 6 * DAY,
    state: 'on_hold',
    requiresBusinessHours: true,
    refund: euros('42.00'),
    notifications: [mail('max')],
  },
  {
    id: 'ORD-1008',
    ageMs: DAY,
    state: 'in_progress',
    workflows: [{ id: 'wf-318', name: 'Engraving <@U00000000> & "gift wrap"' }],
    notifications: [{ channel: '<!here>', recipient: '*nat* <https://evil.example|nat>' }],
    billingRecords: 1,
    warnings: [
      '<!channel> <https://evil.example|click> *bold* & "quotes"',
      'The supplier keeps a restocking fee',
    ],
    furtherPreview: { restocking_fee: '12.50', supplier: '_Acme_ <#C00000000>' },
  },
  { id: 'ORD-1009', ageMs: 400 * DAY, state: 'archived', shipmentStatus: 'delivered' },
  {
    id: 'ORD-1010',
    ageMs: 2 * DAY,
    refund: euros(75.5),
    cancellationFailsWith: 'The payment provider refused the refund',
  },
  { id: 'ORD-1011', ageMs: 2 * DAY, refund: euros('33.30'), billingStays: 'active' },
  {
    id: 'ORD-1012',
    ageMs: 2 * DAY,
    refund: euros('64.00'),
    notReinstatableBecause: 'The stock was given to another order',
  },
  ...['ORD-1013', 'ORD-1014', 'ORD-1015', 'ORD-1016', 'ORD-1017', 'ORD-1018'].map((id, place) => ({
    id,
    ageMs: (place + 1) * HOUR,
    refund: euros('129.90'),
    notifications: [mail(`customer-${id.slice(-2)}`)],
    workflows: [{ id: `wf-${id.slice(-4)}`, name: 'Pick and pack' }],
    billingRecords: 1,
  })),
];
