import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DatabaseKind } from './mortal-world.js';
import { SCENARIOS, type Scenario } from './scenarios/index.js';

/** The checked-in list of what a scenario passes, a write or a call on each line. */
export function listOf({ name }: Scenario): string {
  const file = `./points/${name.replace(/\W+/g, '-')}.txt`;
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Where a scenario is told, and the points at which the process is killed in it there. */
export interface Visits {
  readonly scenario: Scenario;
  readonly points: readonly string[];
}

/** A scenario with more is shared by the databases, before a write on one and after it on the other. */
const MANY = 40;

/**
 * Each point once, in the first scenario that passes it: all of them on each database, or shared by
 * the two.
 */
export function visitsOn(database: DatabaseKind, { all }: { readonly all: boolean }) {
  const known = new Set<string>();
  const visits: Visits[] = [];
  for (const [place, scenario] of SCENARIOS.entries()) {
    const names = namesIn(scenario).filter((name) => !known.has(name));
    for (const name of names) known.add(name);
    const points = names.flatMap((name) => [`before ${name}`, `after ${name}`]);
    const turn = database === 'PGlite' ? 0 : 1;
    const isShared = points.length > MANY;
    if (all) visits.push({ scenario, points });
    else if (isShared)
      visits.push({
        scenario,
        points: points.filter((_, at) => at % 4 === turn || at % 4 === 3 - turn),
      });
    else if (place % 2 === turn) visits.push({ scenario, points });
  }
  return visits;
}

/** Nothing where it was never written down yet. */
function namesIn(scenario: Scenario): readonly string[] {
  const list = listOf(scenario);
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
}
