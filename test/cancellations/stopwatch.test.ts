import { describe, expect, it } from 'vitest';
import { stopwatch } from '../../src/cancellations/execution/stopwatch.js';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const HOUR = 60 * 60_000;

describe('What has been waited by recorded times', () => {
  it('is from the beginning until now', () => {
    const taken = stopwatch(NOON);
    expect([taken(NOON + 10), taken(NOON + 25), taken(NOON + 25)]).toStrictEqual([10, 25, 25]);
  });

  it('is counted on from what was taken before', () => {
    const taken = stopwatch(NOON, 60);
    expect([taken(NOON), taken(NOON + 10), taken(NOON - HOUR)]).toStrictEqual([60, 70, 70]);
  });

  it('goes on from a clock that was set back: nothing of it is taken away', () => {
    const taken = stopwatch(NOON);
    expect(taken(NOON + 10)).toBe(10);
    expect(taken(NOON - 3 * HOUR)).toBe(10);
    expect(taken(NOON - 3 * HOUR + 5)).toBe(15);
  });
});
