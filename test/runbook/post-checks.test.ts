import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecent } from '../../src/runbook/audit-log.js';
import {
  atTimeOut,
  auditEntryCheck,
  billingCheck,
  type Expectation,
  isSettled,
  notificationCheck,
  orderStatusCheck,
  type PostCheck,
  postCheckSchema,
} from '../../src/runbook/post-checks.js';
import { answered, MINUTE, NOW, SEEDED, unread } from './orders.js';

const EXPECTED: Expectation = {
  userId: 'bob@example.com',
  notifyStakeholders: true,
  since: NOW,
  clockSkew: 2 * MINUTE,
};
const at = (ms: number) => new Date(NOW + ms).toISOString();
const SKEWED = at(-2 * MINUTE);
const TOO_EARLY = at(-2 * MINUTE - 1);
const LATER = at(3 * MINUTE);
const UNREAD = 'could not be read (order_service_unavailable)';
const entry = (event: string, user_id: string, timestamp: string) => ({
  event,
  user_id,
  timestamp,
});
const sent = (type: string, sent_at: string) => ({ type, sent_at });

describe('Verify order status: expected «cancelled»', () => {
  it.each([
    ['cancelled', 'verified'],
    ['pending', 'not_yet'],
    ['in_progress', 'not_yet'],
    ['on_hold', 'not_yet'],
    ['completed', 'failed'],
    ['archived', 'failed'],
    ['cancelling', 'not_yet'],
  ])('%s is %s', (found, word) => {
    expect(orderStatusCheck(answered(found))).toStrictEqual({ check: 'order_status', word, found });
  });
});

describe('Verify billing system updated', () => {
  it.each(['cancelled', 'refunded', 'voided', 'updated'])('%s is verified', (found) => {
    expect(billingCheck(answered(found))).toStrictEqual({
      ...{ check: 'billing', word: 'verified', found },
    });
  });

  it.each(['pending', 'open', 'Refunded', ''])('«%s» is not yet: billing lags', (found) => {
    expect(billingCheck(answered(found))).toStrictEqual({
      ...{ check: 'billing', word: 'not_yet', found },
    });
  });
});

describe('Verify notification sent', () => {
  const check = (...history: { type: string; sent_at: string }[]) =>
    notificationCheck(answered(history), EXPECTED);

  it.each([
    ['after the cancellation', LATER],
    ['at the cancellation', at(0)],
    ['as long before as clocks may differ', SKEWED],
  ])('an order_cancelled %s is verified, with its time', (_, time) => {
    expect(check(sent('order_shipped', LATER), sent('order_cancelled', time))).toStrictEqual({
      ...{ check: 'notification', word: 'verified', found: `sent ${time}` },
    });
  });

  it.each([
    ['nothing', []],
    ['another type', [sent('order_shipped', LATER)]],
    ['one of an earlier cancellation', [sent('order_cancelled', TOO_EARLY)]],
    ['one at a time that cannot be read', [sent('order_cancelled', 'soon')]],
  ])('%s is not yet', (_, history) => {
    expect(check(...history)).toStrictEqual({
      ...{ check: 'notification', word: 'not_yet', found: 'none sent yet' },
    });
  });

  it('reads «not asked for» with notify_stakeholders off, even where one was sent', () => {
    const off = { ...EXPECTED, notifyStakeholders: false };
    const notAsked = { check: 'notification', word: 'not_asked_for', found: 'not asked for' };
    const history = answered([sent('order_cancelled', LATER)]);
    expect(notificationCheck(history, off)).toStrictEqual(notAsked);
    expect(notificationCheck(unread('rate_limited'), off)).toStrictEqual(notAsked);
  });
});

describe('Verify cancellation event recorded with user_id and timestamp', () => {
  const check = (...log: ReturnType<typeof entry>[]) => auditEntryCheck(answered(log), EXPECTED);

  it.each([
    ['after', LATER],
    ['as long before as clocks may differ', SKEWED],
  ])('an order.cancelled by who executed it, %s, is verified with its time', (_, time) => {
    expect(check(entry('order.cancelled', 'bob@example.com', time))).toStrictEqual({
      ...{ check: 'audit_entry', word: 'verified', found: `recorded ${time}` },
    });
  });

  it('is verified beside somebody else’s entry', () => {
    const others = entry('order.cancelled', 'eve@example.com', LATER);
    const ours = entry('order.cancelled', 'bob@example.com', LATER);
    expect(check(others, ours).word).toBe('verified');
  });

  it.each([
    ['no entry', []],
    ['another event of theirs', [entry('order.updated', 'bob@example.com', LATER)]],
    ['their entry of an earlier round', [entry('order.cancelled', 'bob@example.com', TOO_EARLY)]],
    ['another’s of an earlier round', [entry('order.cancelled', 'eve@example.com', TOO_EARLY)]],
    ['a time that cannot be read', [entry('order.cancelled', 'bob@example.com', 'noon')]],
  ])('%s is not yet', (_, log) => {
    expect(check(...log)).toStrictEqual({
      ...{ check: 'audit_entry', word: 'not_yet', found: 'no entry yet' },
    });
  });

  it('a cancellation recorded for another person contradicts, without naming them', () => {
    const log = [entry('order.cancelled', 'eve@example.com', LATER)];
    expect(check(...log)).toStrictEqual({
      ...{ check: 'audit_entry', word: 'failed', found: 'recorded for another person' },
    });
  });
});

describe('What could not be read', () => {
  it.each<[string, PostCheck]>([
    ['order_status', orderStatusCheck(unread('order_service_unavailable'))],
    ['billing', billingCheck(unread('order_service_unavailable'))],
    ['notification', notificationCheck(unread('order_service_unavailable'), EXPECTED)],
    ['audit_entry', auditEntryCheck(unread('order_service_unavailable'), EXPECTED)],
  ])('is not yet, never failed: %s', (check, result) => {
    expect(result).toStrictEqual({ check, word: 'not_yet', found: UNREAD });
  });
});

const results = fc.array(
  fc.record({
    check: fc.constantFrom(...postCheckSchema.shape.check.options),
    word: fc.constantFrom(...postCheckSchema.shape.word.options),
    found: fc.string(),
  }),
  { maxLength: 4 },
);

describe('Post-checks are asked again for a while', () => {
  it('as long as one is not yet', () => {
    fc.assert(
      fc.property(results, (checks) => {
        expect(isSettled(checks)).toBe(!checks.map(({ word }) => word).includes('not_yet'));
      }),
      SEEDED,
    );
  });

  it('and at the time-out what is not yet is unverified, never failed; the rest stays', () => {
    fc.assert(
      fc.property(results, (checks) => {
        const ended = atTimeOut(checks);
        expect(isSettled(ended)).toBe(true);
        expect(ended).toEqual(
          checks.map(({ check, word, found }) => {
            return { check, word: word === 'not_yet' ? 'unverified' : word, found };
          }),
        );
      }),
      SEEDED,
    );
  });
});

describe('Evidence not older than the cancellation, less CLOCK_SKEW,', () => {
  it.each([
    [LATER, true],
    [SKEWED, true],
    [TOO_EARLY, false],
    ['2024-12-02T13:59:00+02:00', true],
    ['2024-12-02T13:57:59+02:00', false],
    ['', false],
    ['yesterday', false],
  ])('%s is of this cancellation: %s', (timestamp, expected) => {
    expect(isRecent(timestamp, EXPECTED)).toBe(expected);
  });
});
