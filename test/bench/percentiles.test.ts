import { describe, expect, it } from 'vitest';
import { percentiles } from '../../bench/percentiles.js';

const upTo = (most: number) => Array.from({ length: most }, (_, place) => place + 1);

describe('Percentiles are values that were measured', () => {
  it('of a hundred the 50th and the 99th, whatever their order', () => {
    expect(percentiles(upTo(100).reverse())).toStrictEqual({ p50: 50, p99: 99 });
  });

  it('by number and not by the words of them', () => {
    expect(percentiles([9, 10, 100])).toStrictEqual({ p50: 10, p99: 100 });
  });

  it('of few the largest is p99: nothing is made to look better than it was', () => {
    expect(percentiles([1, 2, 1_000])).toStrictEqual({ p50: 2, p99: 1_000 });
    expect(percentiles([7])).toStrictEqual({ p50: 7, p99: 7 });
  });

  it('of a thousand the 990th', () => {
    expect(percentiles(upTo(1_000))).toStrictEqual({ p50: 500, p99: 990 });
  });

  it('of none there are none', () => {
    expect(() => percentiles([])).toThrow(RangeError);
  });

  it('and leave the samples as they were', () => {
    const samples = [3, 1, 2];
    percentiles(samples);
    expect(samples).toStrictEqual([3, 1, 2]);
  });
});
