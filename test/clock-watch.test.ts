import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchClock } from '../src/clock-watch.js';

const HOUR = 60 * 60_000;

describe('A clock that is watched', () => {
  const told: number[] = [];
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-25T12:00:00Z') });
    told.length = 0;
    stop = watchClock((by) => told.push(by));
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('is told of once when it was set back', () => {
    vi.advanceTimersByTime(5_000);
    vi.setSystemTime(Date.now() - 3 * HOUR);
    vi.advanceTimersByTime(5_000);
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0] ?? 0) - 3 * HOUR)).toBeLessThan(1_000);
  });

  it.each([
    ['goes on', 0],
    ['is set ahead', 3 * HOUR],
    ['is set back by what a time service corrects', -5_000],
  ])('is not told of where it %s', (_, by) => {
    vi.advanceTimersByTime(5_000);
    vi.setSystemTime(Date.now() + by);
    vi.advanceTimersByTime(60_000);
    expect(told).toStrictEqual([]);
  });
});
