import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSchema, drift } from '../../src/runbook/drift.js';
import type { Facts, Preview } from '../../src/runbook/facts.js';
import { digest } from '../../src/runbook/impact.js';
import { preChecks } from '../../src/runbook/pre-checks.js';
import * as orders from './orders.js';
import {
  answered,
  CLEAR,
  created,
  DAY,
  NO_IMPACT,
  NOW,
  POLICY,
  PREVIEW,
  unread,
} from './orders.js';

const seen = (impact: Partial<Preview> = {}, found: Partial<Facts> = {}) => ({
  verdicts: preChecks({ ...CLEAR, ...found }, POLICY, NOW),
  impact: { ...PREVIEW, ...impact },
});

describe('What changed since the card was drawn', () => {
  it('is nothing where nothing did', () => {
    expect(drift(seen(), seen())).toStrictEqual([]);
  });

  it('is nothing where only ages, times, values that passed and the order of lists did', () => {
    const before = seen({ further: [{ name: 'generated_at', value: '1' }, ...PREVIEW.further] });
    const after = seen(
      {
        workflows: PREVIEW.workflows.toReversed(),
        notifications: PREVIEW.notifications.toReversed(),
        warnings: PREVIEW.warnings.toReversed(),
        further: [...PREVIEW.further.toReversed(), { name: 'request_id', value: 'a' }],
      },
      { metadata: created(4 * DAY), status: answered('on_hold') },
    );
    expect(drift(before, after)).toStrictEqual([]);
  });

  it.each<[Partial<Preview>, string, string, string]>([
    [{ refund: { amount: '40.00', currency: 'EUR' } }, 'refund', '42.00 EUR', '40.00 EUR'],
    [{ refund: undefined }, 'refund', '42.00 EUR', 'none'],
    [{ workflows: PREVIEW.workflows.slice(1) }, 'workflows', '2', '1'],
    [{ workflows: [] }, 'workflows', '2', '0'],
    [{ notifications: PREVIEW.notifications.slice(1) }, 'notifications', '2', '1'],
    [{ billingRecords: 0 }, 'billing records', '3', '0'],
    [{ billingRecords: undefined }, 'billing records', '3', 'not named'],
    [{ warnings: [...PREVIEW.warnings, 'another'] }, 'warnings', '2', '3'],
    [{ further: PREVIEW.further.slice(1) }, 'further impact', '2', '1'],
  ])('in the impact %j is told as %s: %s, now %s', (impact, what, before, after) => {
    expect(drift(seen(), seen(impact))).toStrictEqual([{ what, before, after }]);
    expect(drift(seen(impact), seen())).toStrictEqual([{ what, before: after, after: before }]);
  });

  it.each<[string, Partial<Preview>]>([
    ['workflows', { workflows: PREVIEW.workflows.map((it) => ({ ...it, name: 'packing' })) }],
    [
      'notifications',
      { notifications: PREVIEW.notifications.map((to) => ({ ...to, recipient: 'dan' })) },
    ],
    ['warnings', { warnings: ['the parcel is gone', 'a discount lapses'] }],
    ['further impact', { further: PREVIEW.further.map((one) => ({ ...one, value: '0' })) }],
  ])('is told of as many, but other, %s without naming one', (what, impact) => {
    const changes = [{ what, before: '2', after: '2 (others, see Details)' }];
    expect(drift(seen(), seen(impact))).toStrictEqual(changes);
  });

  it.each<[Partial<Facts>, string, string]>([
    [{ dependencies: orders.BILLING_HOLD }, 'billing hold', 'blocked (billing_hold)'],
    [{ status: answered('archived') }, 'status', 'blocked (not_cancellable)'],
    [{ status: unread('rate_limited') }, 'status', 'blocked (rate_limited)'],
    [{ metadata: created(30 * DAY) }, 'age', 'needs second person (order_too_old)'],
  ])('in the verdicts %j is told by word and code', (found, what, said) => {
    expect(drift(seen(), seen({}, found))).toStrictEqual([{ what, before: 'passed', after: said }]);
    expect(drift(seen({}, found), seen())).toStrictEqual([{ what, before: said, after: 'passed' }]);
  });

  it('is told where a verdict blocks for another reason than before', () => {
    const [before, after] = ['archived', 'cancelled'].map((status) =>
      seen({}, { status: answered(status) }),
    );
    expect(before && after && drift(before, after)).toStrictEqual([
      {
        what: 'status',
        before: 'blocked (not_cancellable)',
        after: 'blocked (already_cancelled)',
      },
    ]);
  });

  it('is told whole, verdicts first', () => {
    const after = { ...seen({}, { dependencies: orders.BILLING_HOLD }), impact: NO_IMPACT };
    expect(drift(seen(), after).map(({ what }) => what)).toStrictEqual([
      ...['billing hold', 'refund', 'workflows', 'notifications', 'billing records', 'warnings'],
      'further impact',
    ]);
  });
});

/** One part of a preview alone. */
const part = fc.constantFrom<keyof Preview>(
  ...(['refund', 'workflows', 'notifications', 'billingRecords', 'warnings', 'further'] as const),
);
const look = fc.record({ verdicts: orders.verdictsOf(), impact: orders.previewOf() });

describe('For any two looks, none of whose lists names a thing twice', () => {
  it('the drift is empty exactly where the digests are the same', () => {
    // Mostly the same look with one part of another one: two at random would rarely agree.
    const near = fc.tuple(look, look, part).map(([one, other, changed]) => {
      const impact = { ...one.impact, [changed]: other.impact[changed] };
      return [one, { ...one, impact }, other] as const;
    });
    fc.assert(
      fc.property(near, ([one, partly, other]) => {
        for (const after of [one, partly, { ...one, verdicts: other.verdicts }, other]) {
          const same = digest(one.verdicts, one.impact) === digest(after.verdicts, after.impact);
          expect(drift(one, after).length === 0).toBe(same);
        }
      }),
      { ...orders.SEEDED, numRuns: 500 },
    );
  });

  it('what is told is a change, and can be recorded with the run', () => {
    fc.assert(
      fc.property(look, look, (before, after) => {
        for (const change of drift(before, after)) {
          expect(change.before).not.toBe(change.after);
          expect(changeSchema.parse(JSON.parse(JSON.stringify(change)))).toStrictEqual(change);
        }
      }),
      orders.SEEDED,
    );
  });

  it('no recipient, name, warning, value found or advice is ever quoted', () => {
    const marked = fc.record({
      verdicts: orders.verdictsOf('secret'),
      impact: orders.previewOf('secret'),
    });
    fc.assert(
      fc.property(marked, marked, (before, after) => {
        expect(JSON.stringify(drift(before, after))).not.toContain('secret');
      }),
      { ...orders.SEEDED, numRuns: 300 },
    );
  });
});
