import { describe, expect, it } from 'vitest';
import { POLICY } from '../runbook/orders.js';
import {
  alsoInTrouble,
  escalationOf,
  messageOf,
  notesIn,
  passed,
  withoutLateStarts,
} from './escalated.js';
import { answers, nextPosts } from './execution.js';
import { inTrouble } from './going-on.js';
import { CAROL, useDatabase, type World } from './world.js';

useDatabase();
const WAIT = POLICY.escalationAckTimeout;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A run of level 3, for which #order-ops is called. */
const escalated = () => inTrouble({ faults: [nextPosts(1, answers(422))] });

const acknowledges = async (world: World) =>
  world.parts.escalations.acknowledge({
    ...{ escalationId: (await escalationOf(world)).escalationId, upTo: 40, by: CAROL.slackId },
  });

/** The bot starts again, and does what is due. */
async function starts(world: World): Promise<void> {
  await world.wake();
  await world.launcher.run();
}

describe('A process that dies when an escalation is to be asked again', () => {
  it.each(['before', 'in', 'after'] as const)(
    '%s the step asks once, with one post',
    async (moment) => {
      const { world } = await escalated();
      await world.clock.advance(WAIT);
      const crash = { workflow: 'watchEscalation', word: 0, moment } as const;
      expect(await world.launcher.run(crash)).toBe('crashed');
      await starts(world);
      expect(await escalationOf(world)).toMatchObject({ asked: 1 });
      expect(notesIn(world)).toBe(1);
      await passed(world, WAIT);
      expect(await escalationOf(world)).toMatchObject({ asked: 2 });
      expect(notesIn(world)).toBe(2);
    },
  );

  it('before it is told loses no post', async () => {
    const { world } = await escalated();
    await world.clock.advance(WAIT);
    const crash = { workflow: 'deliverPost', word: 0, moment: 'before' } as const;
    expect(await world.launcher.run(crash)).toBe('crashed');
    expect(notesIn(world)).toBe(0);
    await starts(world);
    expect(notesIn(world)).toBe(1);
  });

  it.each(['before', 'in', 'after'] as const)('%s the step reminds once', async (moment) => {
    const { world } = await escalated();
    await acknowledges(world);
    await world.clock.advance(HOUR);
    const crash = { workflow: 'watchEscalation', word: 0, moment } as const;
    expect(await world.launcher.run(crash)).toBe('crashed');
    await starts(world);
    await passed(world, 24 * HOUR);
    expect(notesIn(world)).toBe(1);
  });

  it('between the move and its signal wakes it when it is due, for the row says so', async () => {
    const { world, run } = await escalated();
    await acknowledges(world);
    await passed(world, MINUTE);
    await withoutLateStarts(world, () => alsoInTrouble(world, run, 'ORD-2'));
    await passed(world, WAIT - 1);
    await starts(world);
    expect(notesIn(world)).toBe(0);
    await passed(world, 1);
    expect(notesIn(world)).toBe(0);
    await starts(world);
    expect(notesIn(world)).toBe(1);
    expect(await escalationOf(world)).toMatchObject({ asked: 1 });
  });
});

describe('A bot that was down for an hour', () => {
  it('asks once, and then goes on as it would have', async () => {
    const { world } = await escalated();
    await withoutLateStarts(world, () => passed(world, WAIT));
    await world.clock.advance(HOUR);
    await starts(world);
    // Asked at the time it was due, and once for all that was missed since.
    expect(notesIn(world)).toBe(2);
    await starts(world);
    expect(notesIn(world)).toBe(2);
    await passed(world, WAIT);
    expect(notesIn(world)).toBe(3);
    await passed(world, WAIT);
    expect(notesIn(world)).toBe(3);
    expect(await escalationOf(world)).toMatchObject({ asked: 4 });
  });

  it('reminds once, and of everything that was acknowledged longer ago', async () => {
    const { world, run } = await escalated();
    await acknowledges(world);
    await passed(world, MINUTE);
    await alsoInTrouble(world, run, 'ORD-2');
    await acknowledges(world);
    await passed(world, 3 * HOUR);
    await starts(world);
    expect(notesIn(world)).toBe(1);
    expect(await escalationOf(world)).toMatchObject({ remindAt: undefined });
  });
});

describe('What must be going on for the escalations', () => {
  it('is nothing before its time, what is due at it, and nothing when all is over', async () => {
    const { world, run } = await escalated();
    const ids = async () => (await world.parts.escalations.waking()).map(({ id }) => id);
    expect(await ids()).toStrictEqual([]);
    await world.clock.advance(WAIT);
    const { escalationId } = await escalationOf(world);
    expect(await ids()).toStrictEqual([
      expect.stringMatching(new RegExp(`^${escalationId}:ask:\\d+:0$`)),
    ]);
    await world.records.move(run.runId, ({ turn }) => ({
      run: { ...run, state: 'executing', maySend: false, mayHaveStarted: true, turn: turn + 1 },
      audit: [],
    }));
    expect(await escalationOf(world)).toMatchObject({ isOpen: false });
    expect(await ids()).toStrictEqual([]);
  });

  it('is decided by the database: a replica whose own clock is ahead waits', async () => {
    const { world } = await escalated();
    const { escalationId } = await escalationOf(world);
    const start = world.clock.now();
    const due = String(start + WAIT);
    await world.launcher.start('watchEscalation', 'too early', escalationId, due);
    await world.launcher.run();
    expect(world.clock.now()).toBe(start + WAIT);
    expect(notesIn(world)).toBe(1);
    expect(await escalationOf(world)).toMatchObject({ asked: 1 });
  });

  it('draws the message anew with each thing that happens to it', async () => {
    const { world } = await escalated();
    const wanted = async () => (await messageOf(world, await escalationOf(world)))?.wanted ?? 0;
    const drawn = await wanted();
    await passed(world, WAIT);
    expect(await wanted()).toBe(drawn + 1);
    await acknowledges(world);
    expect(await wanted()).toBe(drawn + 2);
    await acknowledges(world);
    expect(await wanted()).toBe(drawn + 2);
  });
});
