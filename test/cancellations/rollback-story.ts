import { expect } from 'vitest';
import { askRollback } from '../../src/cancellations/rollback/ask-rollback.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import type { WorkflowName } from '../../src/cancellations/signal.js';
import type { Fault, FaultRule } from '../../src/sandbox/orders/index.js';
import type { PlannedCrash } from '../engine/recorded-process.js';
import { AT_ONCE } from './execution.js';
import { BOB, ORDER, openWorld, press, type World, type WorldOptions } from './world.js';

/** A cancellation with its end verified, and the world that it stands in. */
export async function cancelledOnce(options: WorldOptions = {}) {
  const world = await openWorld({ timings: { ...AT_ONCE, reinstateMs: 0 }, ...options });
  const { runId } = await world.confirmed();
  await world.launcher.run();
  const run = await world.runNow(runId);
  expect(run.state).toBe('cancelled');
  return { world, run, runId };
}

export interface Rollback extends WorldOptions {
  readonly faults?: readonly FaultRule[];
  readonly by?: Person;
  /** What happens between the submit and the first byte. */
  readonly before?: (world: World) => void | Promise<void>;
  readonly crash?: Omit<PlannedCrash<WorkflowName>, 'workflow'>;
}

/** Plays one rollback as far as it goes by itself. */
export async function rolledBackOnce({ faults = [], by = BOB, before, crash, ...more }: Rollback) {
  const { world, run, runId } = await cancelledOnce(more);
  const asked = await askRollback(world.parts, press(run, by));
  expect(asked.kind).toBe('rolling_back');
  for (const rule of faults) world.service.faults.add(rule);
  await before?.(world);
  if (crash) {
    await world.launcher.run({ workflow: 'rollBack', ...crash });
    await world.wake();
  }
  await world.launcher.run();
  return { world, runId, run: await world.runNow(runId), ...toldOf(world, runId) };
}

/** The next POSTs to reinstate meet this fault. */
export function nextReinstates(times: number, fault: Fault): FaultRule {
  return { on: 'reinstate', times, fault };
}

/** What was sent and what it did, as the order service saw it. */
export function toldOf(world: World, runId: string) {
  const posts = world.service.calls({ route: 'reinstate', orderId: ORDER });
  return {
    posts: posts.length,
    keys: new Set(posts.map(({ key }) => key)).size,
    actors: [...new Set(posts.map(({ userId }) => userId))],
    reinstated: world.service.effects(ORDER).filter(({ kind }) => kind === 'reinstatement').length,
    milestones: world.shown.thread(runId),
  };
}

/** The trouble's code and level, or the state. */
export function standing(run: Cancellation): string {
  return run.state === 'rollback_troubled'
    ? `${run.state} ${run.trouble.level} ${run.trouble.code}`
    : run.state;
}
