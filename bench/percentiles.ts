export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/**
 * By the nearest rank: a value that was measured, never one in between. With fewer than 100 samples
 * p99 is the largest.
 * @throws RangeError where there is no sample
 */
export function percentiles(samples: readonly number[]): Percentiles {
  const sorted = [...samples].sort((one, other) => one - other);
  return { p50: rank(sorted, 0.5), p99: rank(sorted, 0.99) };
}

function rank(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}
