import { describe, expect, it } from 'vitest';
import type { DatabaseKind } from './mortal-world.js';
import { listOf, visitsOn } from './points.js';
import { visit } from './visits.js';

/** `npm run test:crash`: every point on both databases. */
const all = process.env.CRASH_POINTS === 'all';

/**
 * A new write or a new call of the bot has to be visited too: a list that is not the passed one fails.
 * `npm run test:crash -- --update` writes the lists anew; look at what they gained and lost.
 */
export function everyPointOn(
  database: DatabaseKind,
  stories: 'in the first story' | 'in the others',
): void {
  describe(`Killed at every point ${stories}, on ${database}`, () => {
    const visits = visitsOn(database, { all });
    // A point is visited in the first story that passes it: the first has almost half of them.
    const told = stories === 'in the first story' ? visits.slice(0, 1) : visits.slice(1);
    const named = told.map((one) => ({ ...one, name: one.scenario.name }));
    it.each(named)(
      '$name: every promise is kept',
      { timeout: 1_800_000 },
      async ({ scenario, points }) => {
        const begun = Date.now();
        const { passed, kills, violations } = await visit(scenario, points, {
          database,
          alone: all,
        });
        expect(violations).toStrictEqual([]);
        await expect(`${passed.join('\n')}\n`).toMatchFileSnapshot(listOf(scenario));
        expect(kills).toBe(points.length);
        say(`${database}, ${scenario.name}: ${kills} kills in ${Date.now() - begun} ms`);
      },
    );
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
