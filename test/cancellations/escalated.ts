import type { Cancellation, In } from '../../src/cancellations/run/record.js';
import { escalationPostId, type Post } from '../../src/cancellations/telling/outbox.js';
import type { Escalation } from '../../src/cancellations/trouble/escalation.js';
import type { FailureCode } from '../../src/runbook/failures.js';
import { CHANNEL, type World } from './world.js';

/** The escalations that #order-ops saw, in the order of their first drawings, as they stand now. */
export async function escalationsOf(world: World): Promise<readonly Escalation[]> {
  const shown = world.shown.all.filter(({ kind }) => kind === 'escalation');
  const ids = [...new Set(shown.map(({ runId }) => runId))];
  const found = await Promise.all(ids.map((id) => world.parts.escalations.find(id)));
  return found.filter((one) => one !== undefined);
}

/** The only one there is. */
export async function escalationOf(world: World): Promise<Escalation> {
  const [one, ...others] = await escalationsOf(world);
  if (!one || others.length > 0) throw new Error(`${others.length} escalations besides ${one}`);
  return one;
}

/** The message in #order-ops, as the outbox knows it. */
export function messageOf(world: World, { escalationId }: Escalation): Promise<Post | undefined> {
  return world.outbox.find(escalationPostId(escalationId));
}

/** How often #order-ops was told something in an escalation's thread. */
export function notesIn(world: World): number {
  return world.shown.all.filter(({ kind }) => kind === 'escalation_note').length;
}

/** `code`, and each line in a word: how it came to its end, or `open`, or by whom it was heard. */
export function saidOf({ code, entries }: Escalation): string {
  const words = entries.map(({ closed, acknowledged }) =>
    closed ? `${closed.how}${closed.by ? ` by ${closed.by}` : ''}` : (acknowledged?.by ?? 'open'),
  );
  return `${code}: ${words.join(', ')}`;
}

/** Time goes by, and what is due at its end runs. */
export async function passed(world: World, ms: number): Promise<void> {
  await world.clock.advance(ms);
  await world.launcher.run();
}

/** What happens in it is recorded, and the process dies before a late start is asked for. */
export async function withoutLateStarts(
  { launcher }: World,
  what: () => Promise<unknown>,
): Promise<void> {
  const { later } = launcher;
  launcher.later = () => Promise.reject(new Error('The process is gone'));
  await what();
  launcher.later = later;
}

/** Another order's run comes into the same trouble, or into one of this code. */
export async function alsoInTrouble(
  world: World,
  run: In<'troubled'>,
  orderId: string,
  code: FailureCode = run.trouble.code,
): Promise<Cancellation> {
  const id = { runId: crypto.randomUUID(), orderId };
  await world.records.request((at) => ({
    run: { ...run, ...id, state: 'awaiting_confirmation', expiresAt: at + 15 * 60_000 },
    ...{ audit: [], cardTo: CHANNEL },
  }));
  const moved = await world.records.move(id.runId, (_, at) => ({
    run: { ...run, ...id, trouble: { ...run.trouble, code, at } },
    audit: [],
  }));
  if (!moved) throw new Error(`There is no run of ${orderId}`);
  return moved;
}
