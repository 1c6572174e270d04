/** The dice of a seed: the same seed throws the same, in the same order. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError where there is nothing to pick from */
  pick<T>(from: readonly T[]): T;
  /** The same, each by its weight. */
  weigh<T>(from: readonly (readonly [T, number])[]): T;
  /** Other dice, which do not depend on how often these are thrown from here on. */
  fork(): Random;
}

/** mulberry32: small, well spread, and the same on every machine. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick(from) {
      for (const one of from.slice(Math.floor(next() * from.length))) return one;
      throw new RangeError('There is nothing to pick from');
    },
    weigh(from) {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [one, weight] of from) {
        left -= weight;
        if (left < 0) return one;
      }
      return random.pick(from)[0];
    },
    fork: () => randomOf(Math.floor(next() * 2 ** 32)),
  };
  return random;
}

/** 32 hex digits as a version 4 UUID. */
export function uuidFrom({ between }: Random): string {
  const digits = Array.from({ length: 32 }, () => between(0, 15).toString(16));
  digits[12] = '4';
  digits[16] = between(8, 11).toString(16);
  const text = digits.join('');
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join('-');
}
