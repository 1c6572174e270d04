import { expect, it } from 'vitest';
import { reportOf } from './many/report.js';
import { Tally } from './many/tally.js';
import { useSeeds } from './seeds.js';

/** `npm test` plays so many, in two files at once. */
const SEEDS = 500;
/** On a machine that is slow, or shared. ms */
const PATIENCE = 600_000;

/** Plays every second seed from this one on, and prints what they come to. */
export function playEverySecondSeed(from: 1 | 2): void {
  const play = useSeeds();

  it(`every second of ${SEEDS} seeds holds, from ${from} on`, { timeout: PATIENCE }, async () => {
    const tally = new Tally();
    for (let seed = from; seed <= SEEDS; seed += 2) tally.add(reportOf(await play(seed), false));
    console.log(tally.lines().join('\n'));
    expect(tally.failed.map(told)).toStrictEqual([]);
    // They are about something: cancellations go through, replicas die, faults of all rooms strike.
    expect(tally.figure('effects')).toBeGreaterThan(SEEDS / 8);
    expect(tally.figure('kills')).toBeGreaterThan(SEEDS / 50);
    for (const room of ['orders', 'slack', 'process', 'people']) {
      expect(tally.struckIn(room)).toBeGreaterThan(SEEDS / 50);
    }
  });
}

/** A failing seed prints itself, and how to see all that happens in it. */
function told({ seed, violations, trace }: ReturnType<typeof reportOf>) {
  const again = `npm run simulate -- --seed ${seed}`;
  return { again, violations, trace };
}
