import { describe, expect, it } from 'vitest';
import { AT_ONCE, answers, nextPosts, type Story, said } from './execution.js';
import { BROKEN, FOREVER, inTrouble, LOST, presses, sent, troubledNow } from './going-on.js';
import { ALICE, BOB, CAROL, expectSound, ORDER, useDatabase, type World } from './world.js';

useDatabase();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LOOK = 5 * MINUTE;
const SLOW: Story = { timings: { ...AT_ONCE, processingMs: FOREVER } };
const UNANSWERED: Story = { faults: [nextPosts(FOREVER, BROKEN)] };

/** Time goes by, and what comes due in it runs when it is due. */
async function passes(world: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= MINUTE) {
    await world.clock.advance(Math.min(left, MINUTE));
    await world.launcher.run();
  }
}

const reads = (world: World) => world.service.calls({ route: 'cancel_status' }).length;

describe('A run that may still take effect is read on', () => {
  it('every 5 minutes, for 24 hours and no longer; it stays in trouble all the while', async () => {
    const { world, run } = await inTrouble(SLOW);
    const before = reads(world);
    await passes(world, LOOK - MINUTE);
    expect(reads(world)).toBe(before);
    await passes(world, MINUTE);
    expect(reads(world)).toBe(before + 1);
    await passes(world, 24 * HOUR);
    expect(reads(world)).toBe(before + 288);
    expect(await troubledNow(world, run.runId)).toMatchObject({ trouble: { number: 1 } });
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({ event: 'read_on_ended' });
    expect(await world.records.waking()).toStrictEqual([]);
    await world.wake();
    await passes(world, HOUR);
    expect(reads(world)).toBe(before + 288);
  }, 120_000);

  it('and completes late: it goes on by itself, verified, said, and with its rollback window', async () => {
    const { world, run } = await inTrouble(SLOW);
    await passes(world, 2 * HOUR);
    world.service.settle(ORDER);
    await passes(world, LOOK);
    await expectSound(world, run.runId);
    const after = await world.runNow(run.runId);
    const late = after.history.find(({ event }) => event === 'completed_late');
    expect(after).toMatchObject({
      state: 'cancelled',
      effect: { cancelledAt: late?.at, windowEndsAt: (late?.at ?? 0) + 2 * HOUR, window: 'open' },
    });
    const told = world.shown.thread(run.runId).map(({ milestone }) => milestone);
    expect(told.slice(-2)).toStrictEqual(['completed_late', 'verified']);
    expect(world.shown.thread(run.runId).at(-2)).toMatchObject({ mentions: [ALICE.slackId] });
    expect(sent(world)).toMatchObject({ posts: 1 });
    const read = reads(world);
    await passes(world, HOUR);
    expect(reads(world)).toBe(read);
  });

  it('though its try was never answered: its own effect is known by the audit log', async () => {
    const { world, run } = await inTrouble({
      ...SLOW,
      faults: [nextPosts(FOREVER, LOST), { on: 'reads', fault: answers(503) }],
    });
    expect(run.trouble).toMatchObject({ code: 'outcome_unknown' });
    await passes(world, LOOK);
    expect((await world.runNow(run.runId)).state).toBe('troubled');
    world.service.settle(ORDER);
    await passes(world, LOOK);
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(sent(world)).toMatchObject({ posts: 1 });
  });

  it('and ends as already_cancelled where somebody else cancelled the order', async () => {
    const { world, run } = await inTrouble(UNANSWERED);
    await passes(world, LOOK);
    expect((await world.runNow(run.runId)).state).toBe('troubled');
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    await passes(world, LOOK);
    const after = await world.runNow(run.runId);
    expect(after).toMatchObject({
      ...{ state: 'refused' },
      refusal: { code: 'already_cancelled', detail: `by ${CAROL.userId}` },
    });
    expect(world.shown.thread(run.runId).at(-1)).toMatchObject({
      ...{ milestone: 'refused', code: 'already_cancelled', mentions: [ALICE.slackId] },
    });
  });

  it('and stays in trouble while nobody knows who cancelled it', async () => {
    const { world, run } = await inTrouble({ ...UNANSWERED, order: { auditNeverWritten: true } });
    world.service.change(ORDER, { state: 'cancelled' });
    await passes(world, HOUR);
    expect(said(await world.runNow(run.runId))).toBe('troubled order_service_unavailable');
  });

  it('through looks that cannot be read', async () => {
    const { world, run } = await inTrouble(SLOW);
    const down = world.service.faults.add({ on: 'reads', fault: answers(503) });
    await passes(world, HOUR);
    down.clear();
    world.service.settle(ORDER);
    await passes(world, LOOK);
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
  });

  it('and sends nothing, PAUSED or not', async () => {
    const { world, run } = await inTrouble(SLOW);
    world.state.paused = true;
    world.service.settle(ORDER);
    await passes(world, LOOK);
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(sent(world)).toMatchObject({ posts: 1 });
  });
});

describe('Reading on ends', () => {
  it('when Retry goes on; what is in trouble again is read on anew', async () => {
    const { world, run } = await inTrouble(SLOW);
    await passes(world, LOOK);
    await presses(world, run.runId, BOB);
    await world.launcher.run();
    const again = await troubledNow(world, run.runId);
    expect(again.trouble).toMatchObject({ number: 2 });
    const before = reads(world);
    await passes(world, LOOK);
    expect(reads(world)).toBe(before + 1);
  });

  it.each<[string, Story]>([
    ['nothing was started', { faults: [nextPosts(FOREVER, answers(503, 'not_started'))] }],
    ['a post-check is unmet', { order: { billingStays: 'active' } }],
    ['it was failed upstream', { order: { cancellationFailsWith: 'No provider' } }],
  ])('before it begins, where %s', async (_, story) => {
    const { world, run } = await inTrouble(story);
    expect(run.trouble).not.toHaveProperty('readOnUntil');
    const before = world.service.calls().length;
    await passes(world, HOUR);
    expect(world.service.calls()).toHaveLength(before);
  });
});

describe('A process that dies while it reads on', () => {
  it.each(['before', 'in', 'after'] as const)('%s a step loses no look', async (moment) => {
    for (const word of [0, 1, 2]) {
      const { world, run } = await inTrouble(SLOW);
      await world.clock.advance(LOOK);
      await world.launcher.run({ workflow: 'readOn', word, moment });
      await world.wake();
      await passes(world, LOOK);
      world.service.settle(ORDER);
      await passes(world, LOOK);
      expect((await world.runNow(run.runId)).state, `word ${word}`).toBe('cancelled');
      await expectSound(world, run.runId);
    }
  });

  it.each(['in', 'after'] as const)(
    '%s the step that records the end records it once',
    async (moment) => {
      const { world, run } = await inTrouble(SLOW);
      world.service.settle(ORDER);
      await world.clock.advance(LOOK);
      expect(await world.launcher.run({ workflow: 'readOn', word: 1, moment })).toBe('crashed');
      await world.wake();
      await world.launcher.run();
      await expectSound(world, run.runId);
      const events = (await world.trail(run.runId)).map(({ event }) => event);
      expect(events.filter((event) => event === 'completed_late')).toHaveLength(1);
      expect((await world.runNow(run.runId)).state).toBe('cancelled');
    },
  );
});
