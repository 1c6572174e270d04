import { checkAll } from '../invariants/index.js';
import { type DatabaseKind, MortalWorld } from './mortal-world.js';
import { observed } from './observed.js';
import type { Scenario } from './scenarios/index.js';

export interface Visited {
  /** The writes and calls that the story passes where nobody kills anything. */
  readonly passed: readonly string[];
  readonly kills: number;
  /** What broke a promise, with the point at which the process was killed. */
  readonly violations: readonly string[];
}

/**
 * Tells the scenario to its end without a kill, and then once more for each of these points: there the
 * process is killed and started again. When everything has settled, all of it is held against the
 * invariants.
 */
export async function visit(
  scenario: Scenario,
  points: readonly string[],
  database: DatabaseKind,
): Promise<Visited> {
  const world = await MortalWorld.start(database, scenario.env);
  let at = 'no point';
  try {
    world.passed.clear();
    await scenario.play(world);
    await observed(world);
    const passed = namesOf(world.passed);
    const killedAt = new Map<string, string>();
    for (const point of points) {
      at = point;
      if (!scenario.isStart) world.arm(point);
      const { orderId } = await scenario.play(world, point);
      killedAt.set(orderId, point);
      await world.untilKilled();
    }
    const violations = checkAll(await observed(world)).map(({ orderId = '', what }) => {
      const point = killedAt.get(orderId);
      return point ? `killed ${point}: ${what}` : what;
    });
    return {
      passed,
      kills: world.kills.filter(({ point }) => points.includes(point)).length,
      violations,
    };
  } catch (error) {
    const log = world.logs.slice(-20).join('\n');
    throw new Error(`«${scenario.name}» on ${database}, killed ${at}: ${error}\n${log}`, {
      cause: error,
    });
  } finally {
    await world.close();
  }
}

function namesOf(passed: ReadonlySet<string>): readonly string[] {
  const names = [...passed].flatMap((point) => /^before (.*)/.exec(point)?.slice(1) ?? []);
  return names.sort();
}
