import fc from 'fast-check';
import { parseBusinessHours } from '../../src/runbook/business-hours.js';
import type { Facts, Metadata, Preview, Reading } from '../../src/runbook/facts.js';
import { FAILURES, type FailureCode } from '../../src/runbook/failures.js';
import type { Policy } from '../../src/runbook/policy.js';
import type { Verdict } from '../../src/runbook/pre-checks.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday within business hours. */
export const NOW = Date.UTC(2024, 11, 2, 12);

/** The settings' defaults (product.md «Settings»). */
export const POLICY: Policy = {
  cancelRoles: ['order_admin', 'ops_engineer'],
  cancelReasons: ['operational_request'],
  fourEyes: 'policy',
  breakGlassRoles: [],
  orderIdPattern: /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/u,
  businessHours: parseBusinessHours('mon-fri 09:00-17:00 UTC'),
  businessHoursRequired: false,
  autoApprovalMaxAge: 30 * DAY,
  confirmTimeout: 15 * MINUTE,
  rollbackWindow: 2 * HOUR,
  pollInterval: MINUTE / 2,
  pollTimeout: 5 * MINUTE,
  rateLimitWait: MINUTE,
  retryBase: 1000,
  retryAttempts: 5,
  postCheckInterval: 10_000,
  postCheckTimeout: 2 * MINUTE,
  escalationAckTimeout: 5 * MINUTE,
  clockSkew: 2 * MINUTE,
};

export const PREVIEW: Preview = {
  refund: { amount: '42.00', currency: 'EUR' },
  workflows: [
    { id: 'wf-1', name: 'picking' },
    { id: 'wf-2', name: 'invoicing' },
  ],
  notifications: [
    { channel: 'email', recipient: 'carol@customer.example' },
    { channel: 'sms', recipient: '+49 30 123' },
  ],
  billingRecords: 3,
  warnings: ['the parcel is packed', 'a discount lapses'],
  further: [
    { name: 'loyalty_points', value: '120' },
    { name: 'gift_card', value: 'returned' },
  ],
};

export const NO_IMPACT: Preview = { workflows: [], notifications: [], warnings: [], further: [] };

export function answered<T>(value: T): Reading<T> {
  return { read: true, value };
}

export function unread(code: FailureCode, detail?: string): Reading<never> {
  return { read: false, code, ...(detail !== undefined && { detail }) };
}

/** When an order of this age was created. */
export function created(age: number, more: Partial<Metadata> = {}): Reading<Metadata> {
  const createdAt = new Date(NOW - age).toISOString();
  return answered({ createdAt, requiresBusinessHours: false, ...more });
}

/** A pending order of three days that nothing stands against, seen by an order_admin. */
export const CLEAR: Facts = {
  roles: answered(['order_admin']),
  status: answered('pending'),
  dependencies: answered({ billingHold: false, shipmentStatus: 'preparing' }),
  metadata: created(3 * DAY),
  preview: answered(PREVIEW),
};
export const BILLING_HOLD = answered({ billingHold: true, shipmentStatus: 'preparing' });

export const CODES: readonly FailureCode[] = Object.keys(FAILURES).filter(
  (key): key is FailureCode => Object.hasOwn(FAILURES, key),
);

/** The same cases on every run. */
export const SEEDED = { seed: 20_241_201 };

export const failureCode = fc.constantFrom(...CODES);
const CHECKS = ['role', 'status', 'billing_hold', 'shipment', 'age', 'business_hours'] as const;
const detail = fc.option(fc.string(), { nil: undefined });

function reading<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Reading<T>> {
  return fc.oneof(
    value.map(answered),
    fc.tuple(failureCode, detail).map(([c, d]) => unread(c, d)),
  );
}

const textOr = (...words: string[]) => fc.oneof(fc.constantFrom(...words), fc.string());

/** Few words, so that two previews agree often; `mark` begins every text but the refund's. */
export function previewOf(mark = ''): fc.Arbitrary<Preview> {
  const word = fc.constantFrom('a', 'b', 'c', '", "').map((text) => mark + text);
  const list = <T>(entry: fc.Arbitrary<T>) =>
    fc.uniqueArray(entry, { maxLength: 3, selector: (one) => JSON.stringify(one) });
  const amount = fc.constantFrom('0', '42', '42.00', '42.01', '-1');
  const refund = fc.record({ amount, currency: fc.constantFrom('EUR', 'USD') });
  return fc.record(
    {
      refund,
      workflows: list(fc.record({ id: word, name: word })),
      notifications: list(fc.record({ channel: word, recipient: word })),
      billingRecords: fc.nat({ max: 3 }),
      warnings: list(word),
      further: list(fc.record({ name: word, value: word })),
    },
    { requiredKeys: ['workflows', 'notifications', 'warnings', 'further'] },
  );
}

/** All six verdicts; `mark` begins every value found and every advice. */
export function verdictsOf(mark = ''): fc.Arbitrary<Verdict[]> {
  const said = fc.string({ maxLength: 5 }).map((text) => mark + text);
  const code = fc.constantFrom<FailureCode>('billing_hold', 'rate_limited', 'order_too_old');
  const verdict = (check: Verdict['check']): fc.Arbitrary<Verdict> =>
    fc.oneof(
      fc.record({ check: fc.constant(check), word: fc.constant('passed' as const), found: said }),
      fc.record({
        check: fc.constant(check),
        word: fc.constantFrom('blocked' as const, 'needs_second_person' as const),
        code,
        found: said,
        advice: said,
      }),
    );
  return fc.tuple(...CHECKS.map(verdict));
}

/** Whatever one look at an order may find. */
export const facts: fc.Arbitrary<Facts> = fc.record({
  roles: reading(fc.array(textOr('order_admin', 'ops_engineer', 'viewer'), { maxLength: 3 })),
  status: reading(textOr('pending', 'in_progress', 'on_hold', 'completed', 'cancelled')),
  dependencies: reading(
    fc.record({ billingHold: fc.boolean(), shipmentStatus: textOr('in_transit', 'delivered') }),
  ),
  metadata: reading(
    fc.record({
      createdAt: fc.integer({ min: -DAY, max: 90 * DAY }).map((a) => new Date(NOW - a).toJSON()),
      requiresBusinessHours: fc.boolean(),
    }),
  ),
  preview: reading(previewOf()),
});
