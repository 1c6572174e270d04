import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Alarms } from '../../src/engine/alarms.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('An alarm rings after its time, though the clock was set back meanwhile', async () => {
  let rang = false;
  void new Alarms().at(Date.now() + 1_000).then(() => {
    rang = true;
  });
  await vi.advanceTimersByTimeAsync(500);
  vi.setSystemTime(Date.now() - 3 * 60 * 60_000);
  await vi.advanceTimersByTimeAsync(499);
  expect(rang).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(rang).toBe(true);
});
