import { describe, expect, it } from 'vitest';
import { askRollback } from '../../src/cancellations/rollback/ask-rollback.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { mayResolve, resolveByHand } from '../../src/cancellations/trouble/resolve-by-hand.js';
import { AT_ONCE, answers, nextPosts, played, type Story } from './execution.js';
import { nextReinstates, rolledBackOnce } from './rollback-story.js';
import { ALICE, BOB, CAROL, EVE, ORDER, press, useDatabase, type World } from './world.js';

useDatabase();

const REFUSED: Story = { faults: [nextPosts(1, answers(422))] };
const ENDLESS: Story = {
  timings: { ...AT_ONCE, processingMs: Number.POSITIVE_INFINITY },
};
const note = 'Looked at it in the admin tool';

const says = (world: World, run: Cancellation, truth: 'cancelled' | 'not_cancelled', by = BOB) =>
  resolveByHand(world.parts, press(run, by), { truth, note });

describe('«Resolved by hand»: not cancelled', () => {
  it('ends the run where the order service agrees, says by whom, and frees the order', async () => {
    const { world, run } = await played(REFUSED);
    expect((await says(world, run, 'not_cancelled')).kind).toBe('resolved');
    await world.launcher.run();
    const now = await world.runNow(run.runId);
    expect(now).toMatchObject({
      ...{ state: 'resolved', trouble: { code: 'rejected_request' } },
      resolution: { truth: 'not_cancelled', note, by: BOB.slackId },
    });
    expect(now).not.toHaveProperty('effect');
    expect(await world.records.liveRun(ORDER)).toBeUndefined();
    expect(await world.records.waking()).toStrictEqual([]);
    expect(world.shown.thread(run.runId).at(-1)).toMatchObject({
      ...{ milestone: 'resolved_by_hand', by: BOB.slackId, mentions: [ALICE.slackId] },
    });
    expect((await world.trail(run.runId)).slice(-2)).toMatchObject([
      { event: 'resolved_by_hand', actor: BOB.slackId },
      { event: 'escalation_closed', actor: BOB.slackId, data: { how: 'resolved_by_hand' } },
    ]);
  });

  it('afterwards nothing more is sent: Retry is refused', async () => {
    const { world, run, posts } = await played(REFUSED);
    await says(world, run, 'not_cancelled');
    const late = await goOn(world.parts, press(await world.runNow(run.runId), CAROL));
    expect(late).toMatchObject({ kind: 'refused', code: 'not_in_trouble' });
    await world.clock.advance(60 * 60_000);
    await world.launcher.run();
    expect(world.posts()).toHaveLength(posts);
  });

  it('is refused while the order service is at work, and where the order is cancelled', async () => {
    const { world, run } = await played(ENDLESS);
    expect(await says(world, run, 'not_cancelled')).toMatchObject({
      ...{ kind: 'refused', code: 'says_otherwise', detail: 'the cancel status is processing' },
    });
    world.service.settle(ORDER);
    expect(await says(world, run, 'not_cancelled')).toMatchObject({
      ...{ code: 'says_otherwise', detail: "the order's status is cancelled" },
    });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });

  it('is refused where the order is in a state that nobody knows', async () => {
    const { world, run } = await played(REFUSED);
    world.service.change(ORDER, { state: 'quarantined' });
    expect(await says(world, run, 'not_cancelled')).toMatchObject({
      ...{ code: 'says_otherwise', detail: "the order's status is quarantined" },
    });
  });
});

describe('«Resolved by hand»: cancelled', () => {
  it('is refused where the order is not, naming what was read', async () => {
    const { world, run } = await played(REFUSED);
    expect(await says(world, run, 'cancelled')).toMatchObject({
      ...{ kind: 'refused', code: 'says_otherwise', detail: "the order's status is pending" },
    });
  });

  it('and our run did it: the rollback window begins, and works', async () => {
    const { world, run } = await played(ENDLESS);
    world.service.settle(ORDER);
    expect((await says(world, run, 'cancelled')).kind).toBe('resolved');
    const now = await world.runNow(run.runId);
    expect(now).toMatchObject({ state: 'resolved', effect: { window: 'open' } });
    expect((await askRollback(world.parts, press(now, CAROL))).kind).toBe('rolling_back');
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('rolled_back');
  });

  it('and somebody else did it: there is no window', async () => {
    const { world, run } = await played(REFUSED);
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    expect((await says(world, run, 'cancelled')).kind).toBe('resolved');
    expect(await world.runNow(run.runId)).not.toHaveProperty('effect');
  });

  it('with a post-check unmet: the window stays as it was', async () => {
    const { world, run } = await played({ order: { billingStays: 'active' } });
    expect(run).toMatchObject({ state: 'troubled', trouble: { code: 'unverified' } });
    await says(world, run, 'cancelled');
    const before = 'effect' in run && run.effect;
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'resolved', effect: before });
  });
});

describe('«Resolved by hand» is refused', () => {
  it('to somebody without the role, at the press and at the submit', async () => {
    const { world, run } = await played(REFUSED);
    expect(await mayResolve(world.parts, press(run, EVE))).toMatchObject({ code: 'not_entitled' });
    expect(await says(world, run, 'not_cancelled', EVE)).toMatchObject({ code: 'not_entitled' });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });

  it.each(['', '   ', 'x'.repeat(501)])('without a note, or with one too long', async (text) => {
    const { world, run } = await played(REFUSED);
    const said = { truth: 'not_cancelled', note: text } as const;
    const outcome = await resolveByHand(world.parts, press(run, BOB), said);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'invalid_input' });
  });

  it('where nothing is in trouble', async () => {
    const { world, run } = await played({});
    expect(await says(world, run, 'cancelled')).toMatchObject({ code: 'not_in_trouble' });
  });

  it.each([
    ['status', 'status'],
    ['cancel status', 'cancel_status'],
  ] as const)('where the %s cannot be read: nothing is guessed', async (_, on) => {
    const { world, run } = await played(REFUSED);
    world.service.faults.add({ on, fault: { kind: 'garbage', form: 'wrong_schema' } });
    const outcome = await says(world, run, 'not_cancelled');
    expect(outcome).toMatchObject({ kind: 'refused', code: 'unexpected_reply' });
  });

  it('where the audit log cannot be read: whose cancellation it is, is not guessed', async () => {
    const { world, run } = await played(ENDLESS);
    world.service.settle(ORDER);
    const fault = { kind: 'garbage', form: 'wrong_schema' } as const;
    world.service.faults.add({ on: 'audit_log', fault });
    expect(await says(world, run, 'cancelled')).toMatchObject({ code: 'unexpected_reply' });
  });

  it('to the slower of two, and both are answered', async () => {
    const { world, run } = await played(REFUSED);
    const outcomes = await Promise.all([
      says(world, run, 'not_cancelled'),
      says(world, run, 'not_cancelled', CAROL),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toStrictEqual(['refused', 'resolved']);
  });
});

describe('«Resolved by hand» of a rollback', () => {
  const faults = [nextReinstates(1, answers(422))];

  it('still cancelled: resolved, with its window as it was', async () => {
    const { world, run } = await rolledBackOnce({ faults });
    expect((await says(world, run, 'cancelled')).kind).toBe('resolved');
    const now = await world.runNow(run.runId);
    expect(now).toMatchObject({ state: 'resolved', effect: { window: 'open' } });
  });

  it('back by hand: resolved, and no way back is offered any more', async () => {
    const { world, run } = await rolledBackOnce({ faults });
    world.service.change(ORDER, { state: 'pending' });
    expect(await says(world, run, 'cancelled')).toMatchObject({ code: 'says_otherwise' });
    expect((await says(world, run, 'not_cancelled')).kind).toBe('resolved');
    const now = await world.runNow(run.runId);
    expect(now).toMatchObject({ state: 'resolved', resolution: { truth: 'not_cancelled' } });
    expect(now).not.toHaveProperty('effect');
  });
});
