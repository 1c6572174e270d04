import { expect } from 'vitest';
import type { Person } from '../../src/sandbox/slack/index.js';
import { AT_ONCE } from '../cancellations/execution.js';
import { openWorld, type World } from '../cancellations/world.js';
import { openDesk } from './desk.js';

export const SECOND = 1_000;
export const MINUTE = 60_000;

/** People in front of a world, and what happens there as time goes by. */
export async function opened(options: Parameters<typeof openWorld>[0] = {}) {
  const world = await openWorld({ timings: AT_ONCE, ...options });
  return { world, aSecondLater: () => later(world, SECOND), ...(await openDesk(world)) };
}

/** Looks again and again: the bot works while the test waits. */
export const patiently = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 });

export const rowOf = ({ db }: World) =>
  db.selectFrom('opsguide.homes').selectAll().executeTakeFirst();

/** Time goes by once it is noted what was drawn: that comes after Slack took it. */
export async function later({ db, clock }: World, ms: number): Promise<void> {
  const inHand = () =>
    db
      .selectFrom('opsguide.homes')
      .select('slack_id')
      .where('busy_until', '>', Date.now() + SECOND)
      .execute();
  await patiently(inHand).toStrictEqual([]);
  // Whoever polls moves the date on, and not the world's clock.
  await clock.advance(Date.now() - clock.now() + ms);
}

export const reads = (person: Person) => person.homeTab?.text() ?? '';
export const spotOf = (list: string, runId: string) => ({
  blockId: `${list}:${runId}`,
  actionId: 'show_run',
});
