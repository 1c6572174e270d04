import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Preview } from '../../src/runbook/facts.js';
import { digest, impactSchema, isLasting, refundTotal } from '../../src/runbook/impact.js';
import { preChecks, type Verdict } from '../../src/runbook/pre-checks.js';
import * as orders from './orders.js';
import { answered, CLEAR, created, DAY, NO_IMPACT, NOW, POLICY, PREVIEW } from './orders.js';

const VERDICTS = preChecks(CLEAR, POLICY, NOW);
const SEEN = digest(VERDICTS, PREVIEW);
const MORE = [{ channel: 'email', recipient: 'dan@customer.example' }];
const impactWith = (more: Partial<Preview>) => digest(VERDICTS, { ...PREVIEW, ...more });
const furtherWith = (name: string, value: string) =>
  impactWith({ further: [...PREVIEW.further, { name, value }] });

function shuffled<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });
}

describe('The digest stays the same', () => {
  it('for lists in another order: the service promises none', () => {
    const anyOrder = (impact: Preview) =>
      fc.record({
        workflows: shuffled(impact.workflows),
        notifications: shuffled(impact.notifications),
        warnings: shuffled(impact.warnings),
        further: shuffled(impact.further),
      });
    const pair = orders
      .previewOf()
      .chain((impact) => fc.tuple(fc.constant(impact), anyOrder(impact)));
    fc.assert(
      fc.property(pair, ([impact, lists]) => {
        expect(digest(VERDICTS, { ...impact, ...lists })).toBe(digest(VERDICTS, impact));
      }),
      orders.SEEDED,
    );
  });

  it('while the order grows older without reaching the 30 days', () => {
    const older = preChecks({ ...CLEAR, metadata: created(29 * DAY) }, POLICY, NOW);
    expect(older).not.toStrictEqual(VERDICTS);
    expect(digest(older, PREVIEW)).toBe(SEEN);
  });

  it('whatever values were found and advices given, as long as words and codes are the same', () => {
    const retold = (verdicts: readonly Verdict[], said: string): Verdict[] =>
      verdicts.map((verdict) =>
        verdict.word === 'passed'
          ? { ...verdict, found: said }
          : { ...verdict, found: said, advice: said },
      );
    fc.assert(
      fc.property(orders.verdictsOf(), fc.string(), (verdicts, said) => {
        expect(digest(retold(verdicts, said), PREVIEW)).toBe(digest(verdicts, PREVIEW));
      }),
      orders.SEEDED,
    );
  });

  it.each([
    ['request_id', 'req-1', 'req-2'],
    ['trace_id', 'a', 'b'],
    ['correlation_id', 'a', 'b'],
    ['upstream_request_id', 'a', 'b'],
    ['age', '3', '4'],
    ['generated_at', '1733140800', '1733140801'],
    ['Generated_At', '1', '2'],
    ['timestamp', '1', '2'],
    ['time', '12:00', '12:01'],
    ['refund_date', '2024-12-02', '2024-12-03'],
    ['requestId', 'a', 'b'],
    ['request-id', 'a', 'b'],
    ['refund.timestamp', '1', '2'],
    ['workflows.0.age', '3', '4'],
    ['order_age_hours', '3', '4'],
    ['generatedAt', '1', '2'],
    ['took_ms', '12', '13'],
    ['quoted', '2024-12-02T12:00:00Z', '2024-12-02T12:00:01Z'],
  ])('while %s goes from %s to %s by itself', (name, before, after) => {
    expect(isLasting({ name, value: before })).toBe(false);
    expect(furtherWith(name, before)).toBe(furtherWith(name, after));
  });

  it('once it is recorded with the run and read back', () => {
    fc.assert(
      fc.property(orders.verdictsOf(), orders.previewOf(), (verdicts, impact) => {
        const readBack = impactSchema.parse(JSON.parse(JSON.stringify(impact)));
        expect(readBack).toEqual(impact);
        expect(digest(verdicts, readBack)).toBe(digest(verdicts, impact));
      }),
      orders.SEEDED,
    );
  });
});

describe('The digest changes', () => {
  const changed: [string, Partial<Preview>][] = [
    ['the refund by a cent', { refund: { amount: '42.01', currency: 'EUR' } }],
    ['the refund’s sign', { refund: { amount: '-42.00', currency: 'EUR' } }],
    ['the refund’s currency', { refund: { amount: '42.00', currency: 'USD' } }],
    ['the refund to none', { refund: undefined }],
    ['the number of billing records', { billingRecords: 4 }],
    ['the billing records to no number', { billingRecords: undefined }],
    ['a workflow more', { workflows: [...PREVIEW.workflows, { id: 'wf-3', name: 'picking' }] }],
    ['a workflow less', { workflows: PREVIEW.workflows.slice(1) }],
    ['a workflow’s id', { workflows: PREVIEW.workflows.map((it) => ({ ...it, id: `${it.id}0` })) }],
    [
      'a workflow’s name',
      { workflows: PREVIEW.workflows.map((it) => ({ ...it, name: 'packing' })) },
    ],
    ['a recipient', { notifications: PREVIEW.notifications.map(toDan) }],
    ['a notification’s channel', { notifications: PREVIEW.notifications.map(bySms) }],
    ['a recipient more', { notifications: [...PREVIEW.notifications, ...MORE] }],
    ['a warning’s words', { warnings: ['the parcel is gone', 'a discount lapses'] }],
    ['a warning less', { warnings: ['a discount lapses'] }],
    ['the same warning twice', { warnings: [...PREVIEW.warnings, 'a discount lapses'] }],
    ['something further', { further: [{ name: 'loyalty_points', value: '121' }] }],
    ['nothing further', { further: [] }],
  ];
  it.each(changed)('with %s', (_, more) => {
    expect(impactWith(more)).not.toBe(SEEN);
  });

  it('from zero billing records, or a refund of zero, to none named', () => {
    const zero = { billingRecords: 0, refund: { amount: '0', currency: 'EUR' } };
    const { billingRecords, refund } = zero;
    const digests = [zero, { refund }, { billingRecords }, {}].map((more) =>
      digest(VERDICTS, { ...NO_IMPACT, ...more }),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('where a text only looks like two, or like its neighbour', () => {
    const digests = [['a', 'b'], ['a,b'], ['a","b'], ['["a","b"]'], ['ab']].map((warnings) =>
      impactWith({ warnings }),
    );
    expect(new Set(digests).size).toBe(digests.length);
    const named = [
      ['a', 'b,c'],
      ['a,b', 'c'],
      ['b,c', 'a'],
    ].map(([id = '', name = '']) => impactWith({ workflows: [{ id, name }] }));
    expect(new Set(named).size).toBe(named.length);
  });

  it.each([
    ['a status', { status: answered('archived') }],
    ['a billing hold', { dependencies: orders.BILLING_HOLD }],
    ['the age, at 30 days', { metadata: created(30 * DAY) }],
    ['a reading that failed', { status: orders.unread('rate_limited') }],
  ])('with the verdict on %s', (_, found) => {
    expect(digest(preChecks({ ...CLEAR, ...found }, POLICY, NOW), PREVIEW)).not.toBe(SEEN);
  });

  it('with a verdict’s code alone, and with its word alone', () => {
    const common = { check: 'status', found: 'x', advice: 'y' } as const;
    const digests = [
      { ...common, word: 'blocked' as const, code: 'not_cancellable' as const },
      { ...common, word: 'blocked' as const, code: 'already_cancelled' as const },
      { ...common, word: 'needs_second_person' as const, code: 'not_cancellable' as const },
      { check: 'status' as const, word: 'passed' as const, found: 'x' },
      { check: 'age' as const, word: 'passed' as const, found: 'x' },
    ].map((verdict) => digest([verdict], PREVIEW));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it.each([
    ['manager', '1', '2'],
    ['commission', '1', '2'],
    ['deposit', 'kept', 'returned'],
    ['date_of_birth', '1', '2'],
    ['order_id', '1', '2'],
    ['auto_renewal_on', 'true', 'false'],
    ['fee', '2024-12-02T12:00:00Z 5 EUR', '2024-12-02T12:00:00Z 500 EUR'],
    ['slot', 'on 2024-12-02T12:00', 'on 2024-12-03T12:00'],
  ])('with %s, which does not pass by itself', (name, before, after) => {
    expect(isLasting({ name, value: before })).toBe(true);
    expect(furtherWith(name, before)).not.toBe(furtherWith(name, after));
  });
});

it('The digest is one short word, fit for a button’s value', () => {
  expect(SEEN).toMatch(/^[\w-]{43}$/);
});

describe('The refund total', () => {
  it.each([
    [{ amount: '129.90', currency: 'EUR' }, '129.90 EUR'],
    [{ amount: '0', currency: 'JPY' }, '0 JPY'],
  ])('of %j is said as the service wrote it: %s', (refund, total) => {
    expect(refundTotal({ ...NO_IMPACT, refund })).toBe(total);
  });

  it('is said to be none where there is none', () => {
    expect(refundTotal(NO_IMPACT)).toBe('none');
  });
});

function bySms({ recipient }: Preview['notifications'][number]) {
  return { channel: 'sms', recipient };
}

function toDan({ channel }: Preview['notifications'][number]) {
  return { channel, recipient: 'dan@customer.example' };
}
