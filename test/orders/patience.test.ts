import { describe, expect, test, vi } from 'vitest';
import { OrderServiceUnanswered } from '../../src/orders/errors.js';
import { withPatience } from '../../src/orders/retry.js';
import { calls, ORDER, rejection, serve } from './support.js';

const unanswered = async () => {
  throw new OrderServiceUnanswered('it answered HTTP 503', 'r-1');
};

describe('The patience of a caller', () => {
  test('ends the try in flight at the deadline over all of them', async () => {
    let tries = 0;
    const baseUrl = await serve(() => {
      tries += 1;
    });
    const patient = calls({ tries: 5, within: 100 }, { baseUrl, timeout: 60_000 });
    const startedAt = performance.now();
    const error = await rejection(patient.status(ORDER));
    expect(error).toBeInstanceOf(OrderServiceUnanswered);
    expect(error).toMatchObject({ detail: 'no answer in time' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(95);
    expect(tries).toBe(1);
  });

  test('counts the waits: one that would reach beyond the deadline is not begun', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    try {
      const attempt = vi.fn(unanswered);
      const startedAt = performance.now();
      const error = await rejection(withPatience({ tries: 5, within: 5_000 }, 20_000, attempt));
      expect(error).toMatchObject({ detail: 'it answered HTTP 503' });
      expect(attempt).toHaveBeenCalledTimes(1);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('covers every wait between two tries', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    try {
      const startedAt = performance.now();
      const attempt = vi.fn(unanswered);
      await rejection(withPatience({ tries: 3, within: 10_000 }, 40, attempt));
      expect(attempt).toHaveBeenCalledTimes(3);
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(20 + 40 - 4);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('is not spent on a defect', async () => {
    const attempt = vi.fn(async () => {
      throw new Error('a defect');
    });
    await rejection(withPatience({ tries: 3, within: 10_000 }, 1, attempt));
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});
