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
 * Tells the scenario to its end without a kill, and then again with points armed: at each of them the
 * process is killed and started again, and the story goes on. `alone`: with one point in a telling; else
 * with all that are left, for as long as a telling passes some. When everything has settled, all of it
 * is held against the invariants.
 */
export async function visit(
  scenario: Scenario,
  points: readonly string[],
  { database, alone }: { readonly database: DatabaseKind; readonly alone: boolean },
): Promise<Visited> {
  const world = await MortalWorld.start(database, scenario.env);
  const killedAt = new Map<string, readonly string[]>();
  const isLeft = (point: string) => !world.kills.some((kill) => kill.point === point);
  let armed: readonly string[] = [];
  try {
    world.passed.clear();
    await scenario.play(world);
    await observed(world);
    const passed = namesOf(world.passed);
    while (points.some(isLeft)) {
      armed = points.filter(isLeft).slice(0, alone ? 1 : points.length);
      if (!scenario.isStart) world.arm(armed);
      const { orderId } = await scenario.play(world, armed);
      await observed(world);
      const left = world.armed;
      world.arm([]);
      killedAt.set(
        orderId,
        armed.filter((point) => !left.includes(point)),
      );
      if (left.length === armed.length) throw new Error(`Not passed: ${left.join(', ')}`);
    }
    const violations = checkAll(await observed(world)).map(({ orderId = '', what }) => {
      const deaths = killedAt.get(orderId);
      return deaths ? `killed ${deaths.join(', ')}: ${what}` : what;
    });
    return {
      passed,
      kills: world.kills.filter(({ point }) => points.includes(point)).length,
      violations,
    };
  } catch (error) {
    const log = world.logs.slice(-20).join('\n');
    const left = world.armed.join(', ');
    throw new Error(`«${scenario.name}» on ${database}, left ${left}: ${error}\n${log}`, {
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
