import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoff } from '../../src/runbook/backoff.js';

describe('Level 1: retry with exponential backoff', () => {
  test('waits up to the base, doubled with each try, and never over 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((tries) => backoff(tries, 1000, 1))).toStrictEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });

  test('with full jitter: any wait between nothing and that bound', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), random, (tries, at) => {
        expect(backoff(tries, 1000, at)).toBe(Math.floor(at * backoff(tries, 1000, 1)));
      }),
    );
  });
});
