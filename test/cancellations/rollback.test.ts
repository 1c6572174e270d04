import { describe, expect, it } from 'vitest';
import { askRollback, mayRollBack } from '../../src/cancellations/rollback/ask-rollback.js';
import { POLICY } from '../runbook/orders.js';
import { AT_ONCE } from './execution.js';
import { cancelledOnce, rolledBackOnce, toldOf } from './rollback-story.js';
import { ALICE, BOB, CAROL, EVE, ORDER, openWorld, press, useDatabase } from './world.js';

useDatabase();

const MINUTE = 60_000;

describe('Runbook «Rollback Procedure», within the window', () => {
  it('reinstates with a new key, by the person who pressed, and says so to everybody', async () => {
    const { world, run, posts, actors, reinstated, milestones, runId } = await rolledBackOnce({});
    expect(run).toMatchObject({ state: 'rolled_back', reinstated: { status: 'pending' } });
    expect([posts, actors, reinstated]).toStrictEqual([1, [BOB.userId], 1]);
    const [cancel, reinstate] = world.posts();
    expect(reinstate?.key).not.toBe(cancel?.key);
    expect(JSON.parse(reinstate?.body ?? '')).toStrictEqual({
      ...{ reason: 'rollback_cancellation', restore_previous_state: true },
    });
    expect(milestones.slice(-2)).toMatchObject([
      { milestone: 'rollback_started', by: BOB.slackId },
      { milestone: 'rolled_back', mentions: [ALICE.slackId, BOB.slackId] },
    ]);
    const events = (await world.trail(runId)).map(({ event }) => event);
    expect(events.slice(-4)).toStrictEqual([
      ...['rollback_confirmed', 'reinstate_sent', 'reinstate_answered', 'rolled_back'],
    ]);
    expect(await world.records.liveRun(ORDER)).toBeUndefined();
  });

  it('says so where the order came back in another state than before', async () => {
    const { run, milestones } = await rolledBackOnce({ order: { reinstatesTo: 'on_hold' } });
    expect(run).toMatchObject({ state: 'rolled_back', reinstated: { status: 'on_hold' } });
    expect(milestones.at(-1)).toMatchObject({ detail: expect.stringMatching(/on_hold.*pending/) });
  });

  it('waits until the former state is back', async () => {
    const { run, posts } = await rolledBackOnce({ timings: { ...AT_ONCE, reinstateMs: 95_000 } });
    expect([run.state, posts]).toStrictEqual(['rolled_back', 1]);
  });

  it('is one reinstatement however many press at once', async () => {
    const { world, run, runId } = await cancelledOnce();
    const presses = [BOB, ALICE, CAROL, BOB, ALICE].map((person) =>
      askRollback(world.parts, press(run, person)),
    );
    const kinds = (await Promise.all(presses)).map((outcome) =>
      outcome.kind === 'refused' ? outcome.code : outcome.kind,
    );
    expect(kinds.toSorted()).toStrictEqual([
      ...['decided', 'decided', 'decided', 'decided', 'rolling_back'],
    ]);
    await world.launcher.run();
    expect(toldOf(world, runId)).toMatchObject({ posts: 1, keys: 1, reinstated: 1 });
  });

  it('is refused to somebody without the role, and leaves a trace', async () => {
    const { world, run, runId } = await cancelledOnce();
    const refusal = { kind: 'refused', code: 'not_entitled' };
    expect(await mayRollBack(world.parts, press(run, EVE))).toMatchObject(refusal);
    expect(await askRollback(world.parts, press(run, EVE))).toMatchObject(refusal);
    expect((await world.trail(runId)).at(-1)).toMatchObject({ event: 'press_refused' });
    expect((await world.runNow(runId)).state).toBe('cancelled');
  });

  it('is refused while the bot is paused', async () => {
    const { world, run } = await cancelledOnce();
    world.state.paused = true;
    expect(await mayRollBack(world.parts, press(run, BOB))).toMatchObject({ code: 'paused' });
  });

  it('holds the order meanwhile: no other run can be requested', async () => {
    const { world, run } = await cancelledOnce();
    await askRollback(world.parts, press(run, BOB));
    expect(await world.records.liveRun(ORDER)).toMatchObject({ state: 'rolling_back' });
  });

  it('that is over can be cancelled anew, and rolled back anew', async () => {
    const { world, runId } = await rolledBackOnce({});
    const again = await world.confirmed();
    await world.launcher.run();
    expect((await world.runNow(again.runId)).state).toBe('cancelled');
    expect((await world.runNow(runId)).state).toBe('rolled_back');
    const asked = await askRollback(world.parts, press(again, ALICE));
    expect(asked.kind).toBe('rolling_back');
    await world.launcher.run();
    expect((await world.runNow(again.runId)).state).toBe('rolled_back');
    expect(world.service.effects(ORDER)).toHaveLength(4);
  });
});

describe('Not eligible', () => {
  const order = { notReinstatableBecause: 'The stock was given away' };

  it('the reason is told to the person, nothing is sent, and the run stands where it stood', async () => {
    const { world, run, runId } = await cancelledOnce({ order });
    const outcome = await askRollback(world.parts, press(run, BOB));
    expect(outcome).toMatchObject({ kind: 'not_eligible', detail: 'The stock was given away' });
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({
      ...{ state: 'cancelled', effect: { notRolledBack: { code: 'not_eligible' } } },
    });
    const { posts, milestones } = toldOf(world, runId);
    expect(posts).toBe(0);
    expect(milestones.at(-1)).toMatchObject({ milestone: 'not_rolled_back', code: 'not_eligible' });
    // The order service's own words stand behind «Details».
    expect(milestones.at(-1)).not.toHaveProperty('detail');
  });

  it('that cannot be read changes nothing', async () => {
    const { world, run, runId } = await cancelledOnce();
    world.service.faults.add({
      on: 'eligibility',
      fault: { kind: 'garbage', form: 'wrong_schema' },
    });
    const outcome = await askRollback(world.parts, press(run, BOB));
    expect(outcome).toMatchObject({ kind: 'refused', code: 'unexpected_reply' });
    expect(await world.runNow(runId)).toStrictEqual(run);
  });
});

describe('The rollback window', () => {
  const windowOf = POLICY.rollbackWindow;

  it('closes by itself, and the card changes', async () => {
    const { world, runId } = await cancelledOnce();
    await world.clock.advance(windowOf);
    await world.launcher.run();
    const run = await world.runNow(runId);
    expect(run).toMatchObject({ state: 'cancelled', effect: { window: 'closed' } });
    expect(run.history.at(-1)).toMatchObject({ event: 'window_closed' });
    expect(await world.records.waking()).toStrictEqual([]);
  });

  it('closed is closed by the clock, whether or not anything has closed it yet', async () => {
    const { world, run, runId } = await cancelledOnce();
    await world.clock.advance(windowOf);
    const refusal = { kind: 'refused', code: 'window_closed' };
    expect(await mayRollBack(world.parts, press(run, BOB))).toMatchObject(refusal);
    expect(await askRollback(world.parts, press(run, BOB))).toMatchObject(refusal);
    await world.launcher.run();
    expect(toldOf(world, runId).posts).toBe(0);
  });

  it('is asked for again when the submit comes, not at the press alone', async () => {
    const { world, run } = await cancelledOnce();
    await world.clock.advance(windowOf - MINUTE);
    expect(await mayRollBack(world.parts, press(run, BOB))).toMatchObject({ kind: 'may' });
    await world.clock.advance(MINUTE);
    const late = await askRollback(world.parts, press(run, BOB));
    expect(late).toMatchObject({ kind: 'refused', code: 'window_closed' });
  });

  it('open until its last moment', async () => {
    const { world, run } = await cancelledOnce();
    const ends = 'effect' in run && run.effect ? run.effect.windowEndsAt : 0;
    await world.clock.advance(ends - 1 - world.clock.now());
    expect((await askRollback(world.parts, press(run, BOB))).kind).toBe('rolling_back');
  });

  it('is closed by a newer run for the order', async () => {
    const { world, run, runId } = await cancelledOnce();
    world.service.change(ORDER, { state: 'pending' });
    await world.request();
    expect(await world.runNow(runId)).toMatchObject({ effect: { window: 'closed' } });
    const late = await askRollback(world.parts, press(run, BOB));
    expect(late).toMatchObject({ kind: 'refused', code: 'window_closed' });
  });

  it('offers the way back from the first sight of the completion, post-checks met or not', async () => {
    const world = await openWorld({ timings: AT_ONCE, order: { billingStays: 'active' } });
    const { runId } = await world.confirmed();
    await world.launcher.run();
    const run = await world.runNow(runId);
    expect(run).toMatchObject({ state: 'troubled', trouble: { code: 'unverified' } });
    expect((await askRollback(world.parts, press(run, BOB))).kind).toBe('rolling_back');
    await world.launcher.run();
    expect((await world.runNow(runId)).state).toBe('rolled_back');
  });
});
