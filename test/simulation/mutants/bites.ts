import { expect } from 'vitest';
import type { InvariantName } from '../invariants/index.js';
import type { Played } from '../play.js';

/** Which mutant is on; with none the code is as it is. */
export interface Broken {
  on: string;
}

/** So many seeds at the most. */
const WITHIN = 200;

/**
 * Breaks the code on purpose and plays seeds until the invariant says so: within so many, or it does
 * not bite. With the code as it is, the same seed holds.
 */
export async function bites(
  play: (seed: number) => Promise<Played>,
  broken: Broken,
  mutant: string,
  invariant: InvariantName,
  from = 1,
): Promise<void> {
  for (let seed = from; seed < from + WITHIN; seed += 1) {
    broken.on = mutant;
    const { violations } = await play(seed);
    broken.on = '';
    if (!violations.some((one) => one.invariant === invariant)) continue;
    expect((await play(seed)).violations).toStrictEqual([]);
    return;
  }
  expect.fail(`«${mutant}» broke nothing that «${invariant}» would have seen`);
}
