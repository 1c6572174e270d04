import { expect, it } from 'vitest';
import type { Bound, Figure } from '../../bench/shape.js';
import { verdictOn } from '../../bench/verdict.js';

const figure = (bot: number, bound?: Bound): Figure => ({
  ...{ what: 'what is measured', unit: 'ms', bot, beside: { baseline: 100 } },
  ...(bound && { bound }),
});

it('A figure without a bound has nothing to reach', () => {
  expect(verdictOn(figure(1))).toBeUndefined();
});

it.each([
  [5, true],
  [5.01, false],
])('At most 5 is the figure itself: %d', (bot, reached) => {
  expect(verdictOn(figure(bot, { kind: 'at_most', limit: 5 }))).toStrictEqual({
    value: bot,
    reached,
  });
});

it.each([
  [70, true],
  [69, false],
])('At least 0.7 × the baseline of 100: %d', (bot, reached) => {
  const bound = { kind: 'at_least', limit: 0.7, times: 'baseline' } as const;
  expect(verdictOn(figure(bot, bound))).toStrictEqual({ value: bot / 100, reached });
});

it('What was not measured is never taken for reached', () => {
  const bound = { kind: 'at_most', limit: 1.5, times: 'bare Bolt' } as const;
  expect(() => verdictOn(figure(1, bound))).toThrow('was not measured');
  expect(verdictOn(figure(Number.NaN, { kind: 'at_most', limit: 5 }))?.reached).toBe(false);
  expect(verdictOn(figure(Number.NaN, { kind: 'at_least', limit: 5 }))?.reached).toBe(false);
});
