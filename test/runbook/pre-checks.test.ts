import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/runbook/facts.js';
import { FAILURES } from '../../src/runbook/failures.js';
import type { Policy } from '../../src/runbook/policy.js';
import {
  type CheckName,
  preChecks,
  roleCheck,
  type Verdict,
  verdictSchema,
} from '../../src/runbook/pre-checks.js';
import * as orders from './orders.js';
import { answered, CLEAR, created, DAY, HOUR, MINUTE, NOW, POLICY, unread } from './orders.js';

function verdictOn(
  check: CheckName,
  found: Partial<Facts>,
  policy: Partial<Policy> = {},
  at = NOW,
): Verdict | undefined {
  const verdicts = preChecks({ ...CLEAR, ...found }, { ...POLICY, ...policy }, at);
  return verdicts.find((verdict) => verdict.check === check);
}

const dependencies = (billingHold: boolean, shipmentStatus: string) =>
  answered({ billingHold, shipmentStatus });

describe('Pre-checks', () => {
  it('are six, in the runbook’s order, each with the value found', () => {
    expect(preChecks(CLEAR, POLICY, NOW)).toStrictEqual([
      { check: 'role', word: 'passed', found: 'order_admin' },
      { check: 'status', word: 'passed', found: 'pending' },
      { check: 'billing_hold', word: 'passed', found: 'none' },
      { check: 'shipment', word: 'passed', found: 'preparing' },
      { check: 'age', word: 'passed', found: '3 days' },
      { check: 'business_hours', word: 'passed', found: 'not asked for' },
    ]);
  });

  it('each stand alone: one that blocks hides none of the others', () => {
    const found = { ...CLEAR, status: answered('archived'), dependencies: orders.BILLING_HOLD };
    const words = preChecks(found, POLICY, NOW).map(({ check, word }) => `${check} ${word}`);
    expect(words).toStrictEqual([
      'role passed',
      'status blocked',
      'billing_hold blocked',
      'shipment passed',
      'age passed',
      'business_hours passed',
    ]);
  });

  it('say what to do about everything that did not pass, whatever is found', () => {
    fc.assert(
      fc.property(orders.facts, (found) => {
        for (const verdict of preChecks(found, POLICY, NOW)) {
          expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toStrictEqual(verdict);
          if (verdict.word !== 'passed') expect(verdict.advice).toMatch(/^[A-Z]/);
        }
      }),
      orders.SEEDED,
    );
  });

  it.each<[keyof Facts, CheckName[]]>([
    ['roles', ['role']],
    ['status', ['status']],
    ['dependencies', ['billing_hold', 'shipment']],
    ['metadata', ['age', 'business_hours']],
    ['preview', []],
  ])('block with its own code and advice where %s could not be read', (fact, blocked) => {
    for (const code of orders.CODES) {
      const found = { ...CLEAR, [fact]: unread(code) };
      const standing = preChecks(found, POLICY, NOW).filter(({ word }) => word !== 'passed');
      const { advice } = FAILURES[code];
      expect(standing).toStrictEqual(
        blocked.map((check) => ({
          ...{ check, word: 'blocked', code, advice },
          found: 'could not be read',
        })),
      );
    }
  });

  it('name what broke a reading, where that may be said', () => {
    const detail = 'its reply cannot be read at created_at';
    expect(verdictOn('age', { metadata: unread('unexpected_reply', detail) })?.found).toBe(detail);
  });
});

describe('Authorization check: the user has the order_admin or the ops_engineer role', () => {
  it.each([
    [['order_admin'], 'order_admin'],
    [['ops_engineer'], 'ops_engineer'],
    [['viewer', 'ops_engineer'], 'ops_engineer'],
    [['ops_engineer', 'order_admin'], 'ops_engineer, order_admin'],
  ])('%j pass, as %s', (held, found) => {
    const verdict = { check: 'role', word: 'passed', found };
    expect(verdictOn('role', { roles: answered(held) })).toStrictEqual(verdict);
    expect(roleCheck(answered(held), POLICY)).toStrictEqual(verdict);
  });

  it.each([
    [[], 'no role'],
    [['viewer', 'support'], 'viewer, support'],
    [['Order_Admin'], 'Order_Admin'],
    [['order_admin_trainee'], 'order_admin_trainee'],
    [[''], ''],
  ])('%j do not: blocked with the roles found and the ones to ask for', (held, found) => {
    expect(roleCheck(answered(held), POLICY)).toStrictEqual({
      ...{ check: 'role', word: 'blocked', code: 'not_entitled', found },
      advice: 'Ask for order_admin or ops_engineer',
    });
  });

  it('CANCEL_ROLES decides which roles are good', () => {
    const policy = { cancelRoles: ['captain'] };
    expect(verdictOn('role', { roles: answered(['captain']) }, policy)?.word).toBe('passed');
    expect(verdictOn('role', {}, policy)).toMatchObject({
      ...{ word: 'blocked', advice: 'Ask for captain' },
    });
  });

  it.each(['order_service_unavailable', 'unknown_person'] as const)(
    'no answer about a role (%s) means no',
    (code) => {
      expect(roleCheck(unread(code), POLICY)).toMatchObject({ word: 'blocked', code });
    },
  );
});

describe('Order status validation', () => {
  it.each(['pending', 'in_progress', 'on_hold'])('%s can be cancelled', (status) => {
    expect(verdictOn('status', { status: answered(status) })).toStrictEqual({
      ...{ check: 'status', word: 'passed', found: status },
    });
  });

  it.each([
    ['completed', 'not_cancellable'],
    ['archived', 'not_cancellable'],
    ['cancelled', 'already_cancelled'],
    ['PENDING', 'not_cancellable'],
    ['', 'not_cancellable'],
  ] as const)('«%s» cannot: %s', (status, code) => {
    const { advice } = FAILURES[code];
    expect(verdictOn('status', { status: answered(status) })).toStrictEqual({
      ...{ check: 'status', word: 'blocked', code, found: status, advice },
    });
  });

  it('any other word cannot', () => {
    const other = fc.string().filter((s) => !['pending', 'in_progress', 'on_hold'].includes(s));
    fc.assert(
      fc.property(other, (status) => {
        expect(verdictOn('status', { status: answered(status) })?.word).toBe('blocked');
      }),
      orders.SEEDED,
    );
  });
});

describe('Business rule checks', () => {
  it('billing_hold: true blocks, and says to resolve it', () => {
    expect(verdictOn('billing_hold', { dependencies: dependencies(true, 'none') })).toStrictEqual({
      ...{ check: 'billing_hold', word: 'blocked', code: 'billing_hold', found: 'active' },
      advice: 'Resolve the billing hold, then check again',
    });
  });

  it('shipment_status in_transit blocks', () => {
    const transit = { dependencies: dependencies(false, 'in_transit') };
    expect(verdictOn('shipment', transit)).toStrictEqual({
      ...{ check: 'shipment', word: 'blocked', code: 'shipment_in_transit', found: 'in_transit' },
      advice: 'Wait for the delivery or stop the shipment, then check again',
    });
    expect(verdictOn('billing_hold', transit)?.word).toBe('passed');
  });

  it.each(['none', 'preparing', 'delivered', 'returned'])('a %s shipment passes', (shipment) => {
    expect(verdictOn('shipment', { dependencies: dependencies(true, shipment) })).toStrictEqual({
      ...{ check: 'shipment', word: 'passed', found: shipment },
    });
  });
});

describe('Order age < 30 days for automatic approval', () => {
  const tooOld = {
    ...{ check: 'age', word: 'needs_second_person', code: 'order_too_old' },
    advice: 'A second entitled person has to confirm',
  };

  it.each([
    ['just created', 0, '0 days'],
    ['of 23 hours', 23 * HOUR, '0 days'],
    ['of 1 day', DAY, '1 day'],
    ['of 29 days and 23 hours', 29 * DAY + 23 * HOUR, '29 days'],
    ['of 30 days less a moment more than the clock skew', 30 * DAY - 2 * MINUTE - 1, '29 days'],
    ['that comes from a clock ahead of ours', -HOUR, '0 days'],
  ])('an order %s passes', (_, age, found) => {
    expect(verdictOn('age', { metadata: created(age) })).toStrictEqual({
      ...{ check: 'age', word: 'passed', found },
    });
  });

  it.each([
    ['of 30 days', 30 * DAY, '30 days'],
    ['of a year', 365 * DAY, '365 days'],
    ['that may be of 30 days by a clock within the skew', 30 * DAY - 2 * MINUTE, '29 days'],
  ])('an order %s needs a second person', (_, age, found) => {
    expect(verdictOn('age', { metadata: created(age) })).toStrictEqual({ ...tooOld, found });
  });

  it('AUTO_APPROVAL_MAX_AGE and CLOCK_SKEW decide', () => {
    const policy = { autoApprovalMaxAge: 7 * DAY, clockSkew: 0 };
    const word = (age: number) => verdictOn('age', { metadata: created(age) }, policy)?.word;
    expect(word(7 * DAY - 1)).toBe('passed');
    expect(word(7 * DAY)).toBe('needs_second_person');
  });

  it('never blocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: -DAY, max: 9999 * DAY }), (age) => {
        const verdict = verdictOn('age', { metadata: created(age) });
        expect(verdict?.word).toBe(age < 30 * DAY - 2 * MINUTE ? 'passed' : 'needs_second_person');
      }),
      orders.SEEDED,
    );
  });
});

describe('Within business hours (if required)', () => {
  const required = { metadata: created(DAY, { requiresBusinessHours: true }) };
  const sunday = NOW - DAY;

  it('is open on a Monday at noon', () => {
    expect(verdictOn('business_hours', required)).toStrictEqual({
      ...{ check: 'business_hours', word: 'passed', found: 'open' },
    });
  });

  it('needs a second person on a Sunday, and never blocks', () => {
    expect(verdictOn('business_hours', required, {}, sunday)).toStrictEqual({
      ...{ check: 'business_hours', word: 'needs_second_person', code: 'outside_business_hours' },
      found: 'closed now',
      advice: 'A second entitled person has to confirm, or wait for business hours',
    });
  });

  it('is not asked for where neither the order nor the settings ask', () => {
    expect(verdictOn('business_hours', {}, {}, sunday)).toMatchObject({
      ...{ word: 'passed', found: 'not asked for' },
    });
  });

  it('is asked for every order with BUSINESS_HOURS_REQUIRED', () => {
    const policy = { businessHoursRequired: true };
    expect(verdictOn('business_hours', {}, policy, sunday)?.word).toBe('needs_second_person');
    expect(verdictOn('business_hours', {}, policy)).toMatchObject({ found: 'open' });
  });
});
