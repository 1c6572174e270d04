import type { Ask } from '../../src/cancellations/request/request.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import type { Fault, FaultRule } from '../../src/sandbox/orders/index.js';
import { expectSound, openWorld, type World, type WorldOptions } from './world.js';

export interface Story extends WorldOptions {
  readonly faults?: readonly FaultRule[];
  readonly ask?: Partial<Ask>;
  /** Who confirms; else Alice, who requests. */
  readonly approver?: Person;
  /** What happened to the order before the request. */
  readonly earlier?: (world: World) => void;
  /** What happens between the confirm and the first byte. */
  readonly before?: (world: World) => void | Promise<void>;
}

/** Everything at once: a test's own times are then all there is to wait for. */
export const AT_ONCE = {
  ...{ processingMs: 0, billingLagMs: 0, notificationLagMs: 0, auditLagMs: 0 },
};

/** Plays one confirmed cancellation to its end, and makes sure of what holds for every run. */
export async function played(story: Story) {
  const world = await openWorld({ timings: AT_ONCE, ...story });
  story.earlier?.(world);
  const { runId } = await world.confirmed(story.ask, story.approver);
  for (const rule of story.faults ?? []) world.service.faults.add(rule);
  await story.before?.(world);
  await world.launcher.run();
  await expectSound(world, runId);
  const run = await world.runNow(runId);
  return {
    ...{ world, run },
    posts: world.posts().length,
    effects: world.service.effects().length,
    /** ms */
    sleeps: world.launcher.waits('cancelOrder', 'pollOn'),
    milestones: world.shown.thread(runId),
    said: said(run),
  };
}

/** How a run stands, in a few words: `troubled billing_hold`. */
export function said(run: Cancellation): string {
  if (run.state === 'refused') return `refused ${run.refusal.code}`;
  return 'trouble' in run ? `${run.state} ${run.trouble.code}` : run.state;
}

export function answers(
  status: number,
  code = 'fault',
  headers: Record<string, string> = {},
  when: 'before_effect' | 'after_effect' = 'before_effect',
): Fault {
  return {
    kind: 'status',
    status,
    headers,
    when,
    body: { error: { code, message: `Said: ${code}` } },
  };
}

/** The next POSTs meet this fault. */
export function nextPosts(times: number, fault: Fault, skip = 0): FaultRule {
  return { on: 'cancel', times, skip, fault };
}
