import { describe, expect, it } from 'vitest';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { POLICY } from '../runbook/orders.js';
import { AT_ONCE, answers } from './execution.js';
import { nextReinstates, rolledBackOnce, standing, toldOf } from './rollback-story.js';
import { BOB, CAROL, EVE, ORDER, press, useDatabase } from './world.js';

useDatabase();

const HANG: Fault = { kind: 'break', when: 'before_effect' };
const LOST: Fault = { kind: 'break', when: 'after_effect' };
const forever = Number.POSITIVE_INFINITY;

describe('order-api.md, the table: reinstate is answered', () => {
  it.each([
    [400, 'invalid_state'],
    [403, 'forbidden'],
    [404, 'order_not_found'],
  ])('%s: never retried; the run stands where it stood, and says why', async (status, code) => {
    const told = await rolledBackOnce({ faults: [nextReinstates(1, answers(status))] });
    expect(told).toMatchObject({ posts: 1, reinstated: 0, run: { state: 'cancelled' } });
    expect(told.run).toMatchObject({ effect: { notRolledBack: { code, by: BOB.slackId } } });
    expect(told.milestones.at(-1)).toMatchObject({ milestone: 'not_rolled_back', code });
    // It can be asked for once more, with another key.
    expect(told.run).toMatchObject({ effect: { window: 'open' } });
  });

  it('400, where our own success shows, is a success', async () => {
    const fault = answers(400, 'invalid_state', {}, 'after_effect');
    const told = await rolledBackOnce({ faults: [nextReinstates(1, fault)] });
    expect(told).toMatchObject({ posts: 1, reinstated: 1, run: { state: 'rolled_back' } });
  });

  it.each<[string, Fault, number]>([
    ['408', answers(408), 2],
    ['425', answers(425), 2],
    ['500', answers(500), 2],
    ['503', answers(503), 2],
    ['nothing', HANG, 2],
    ['nothing, after the effect', LOST, 1],
    ['500 after the effect', answers(500, 'internal', {}, 'after_effect'), 1],
    ['HTML', { kind: 'garbage', form: 'html' }, 1],
    ['half a body', { kind: 'break', when: 'in_body' }, 1],
  ])(
    '%s: looked up before it is sent again, with the same key and person',
    async (_, fault, sent) => {
      const told = await rolledBackOnce({ faults: [nextReinstates(1, fault)] });
      expect(told).toMatchObject({ posts: sent, keys: 1, reinstated: 1, actors: [BOB.userId] });
      expect(told.run.state).toBe('rolled_back');
    },
  );

  it('429: waits the longer of RATE_LIMIT_WAIT and Retry-After, and costs no try', async () => {
    const limited = answers(429, 'rate_limited', { 'Retry-After': '90' });
    const told = await rolledBackOnce({
      faults: [nextReinstates(POLICY.retryAttempts, limited)],
    });
    expect(told).toMatchObject({ posts: POLICY.retryAttempts + 1, keys: 1, reinstated: 1 });
    const sleeps = told.world.launcher.records('rollBack').flatMap((record) => record.sleeps);
    expect(sleeps).toStrictEqual(Array.from({ length: POLICY.retryAttempts }, () => 90_000));
  });

  it('409 while the same key is in flight: polled, not sent again', async () => {
    const told = await rolledBackOnce({
      timings: { ...AT_ONCE, reinstateMs: 40_000 },
      faults: [nextReinstates(1, LOST)],
    });
    expect(told).toMatchObject({ keys: 1, reinstated: 1, run: { state: 'rolled_back' } });
  });

  it('409, a billing hold: level 2, named, and nobody is paged', async () => {
    const told = await rolledBackOnce({
      before: ({ service }) => service.change(ORDER, { billingHold: true }),
    });
    expect(standing(told.run)).toBe('rollback_troubled 2 billing_hold');
    expect(told).toMatchObject({ posts: 1, reinstated: 0 });
    expect(told.milestones.at(-1)).toMatchObject({ milestone: 'blocked', code: 'billing_hold' });
  });

  it('409, because somebody made it ineligible meanwhile: the reason, and the ticket', async () => {
    const told = await rolledBackOnce({
      before: ({ service }) => service.change(ORDER, { notReinstatableBecause: 'Sold again' }),
    });
    expect(told.run).toMatchObject({
      ...{ state: 'cancelled', effect: { notRolledBack: { code: 'not_eligible' } } },
    });
  });

  it.each([
    [401, 'bad_service_token', 1],
    [422, 'rejected_request', 2],
    [418, 'rejected_request', 2],
  ])(
    '%s: escalated as %s; Retry goes on with the key that its rules ask for',
    async (status, code, keys) => {
      const { world, run, runId, posts } = await rolledBackOnce({
        faults: [nextReinstates(1, answers(status))],
      });
      expect(standing(run)).toBe(`rollback_troubled 3 ${code}`);
      expect(posts).toBe(1);
      expect((await goOn(world.parts, press(run, CAROL))).kind).toBe('going_on');
      await world.launcher.run();
      const actors = keys === 1 ? [BOB.userId] : [BOB.userId, CAROL.userId];
      expect(toldOf(world, runId)).toMatchObject({ posts: 2, keys, reinstated: 1, actors });
      expect((await world.runNow(runId)).state).toBe('rolled_back');
    },
  );
});

describe('A rollback in trouble', () => {
  it('503 until the tries are used up: «not started», and Retry sends the same key', async () => {
    const faults = [nextReinstates(POLICY.retryAttempts, answers(503, 'not_started'))];
    const { world, run, runId } = await rolledBackOnce({ faults });
    expect(standing(run)).toBe('rollback_troubled 3 order_service_unavailable');
    expect(run).toMatchObject({ trouble: { known: 'not_started', goOn: 'send' } });
    await goOn(world.parts, press(run, CAROL));
    await world.launcher.run();
    expect(toldOf(world, runId)).toMatchObject({ keys: 1, actors: [BOB.userId], reinstated: 1 });
  });

  it('may be retried with its key after the window, for it was recorded inside of it', async () => {
    const faults = [nextReinstates(POLICY.retryAttempts, HANG)];
    const { world, run, runId } = await rolledBackOnce({ faults });
    await world.clock.advance(POLICY.rollbackWindow);
    expect((await goOn(world.parts, press(run, CAROL))).kind).toBe('going_on');
    await world.launcher.run();
    expect(toldOf(world, runId)).toMatchObject({ keys: 1, reinstated: 1 });
  });

  it('needs the window for a new key', async () => {
    const { world, run, runId } = await rolledBackOnce({
      faults: [nextReinstates(1, answers(422))],
    });
    await world.clock.advance(POLICY.rollbackWindow);
    expect(await goOn(world.parts, press(run, CAROL))).toMatchObject({ code: 'window_closed' });
    await world.launcher.run();
    expect(toldOf(world, runId).posts).toBe(1);
  });

  it('taken, and still cancelled at the limit: its own code; Retry reads and never sends', async () => {
    const { world, run, runId } = await rolledBackOnce({
      timings: { ...AT_ONCE, reinstateMs: forever },
    });
    expect(standing(run)).toBe('rollback_troubled 3 still_cancelled');
    expect(run).toMatchObject({ trouble: { known: 'cancelled', goOn: 'poll' } });
    await goOn(world.parts, press(run, CAROL));
    world.service.settle(ORDER);
    await world.launcher.run();
    expect((await world.runNow(runId)).state).toBe('rolled_back');
    expect(toldOf(world, runId)).toMatchObject({ posts: 1, reinstated: 1 });
  });

  it('is read on every 5 min, and ends by itself when the order is back', async () => {
    const { world, runId } = await rolledBackOnce({
      timings: { ...AT_ONCE, reinstateMs: forever },
    });
    await world.clock.advance(12 * 60 * 60_000);
    for (let look = 0; look < 3; look += 1) {
      await world.launcher.run();
      await world.clock.advance(5 * 60_000);
    }
    world.service.settle(ORDER);
    await world.clock.advance(5 * 60_000);
    await world.launcher.run();
    expect((await world.runNow(runId)).state).toBe('rolled_back');
    expect(toldOf(world, runId).posts).toBe(1);
  });

  it('goes on once however many press Retry, and never for somebody without the role', async () => {
    const { world, run, runId } = await rolledBackOnce({
      faults: [nextReinstates(1, answers(401))],
    });
    const outcomes = await Promise.all(
      [BOB, CAROL, EVE, BOB].map((person) => goOn(world.parts, press(run, person))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'going_on')).toHaveLength(1);
    expect(outcomes[2]).toMatchObject({
      ...{ kind: 'refused', code: expect.stringMatching(/not_entitled|not_in_trouble/) },
    });
    await world.launcher.run();
    expect(toldOf(world, runId)).toMatchObject({ posts: 2, keys: 1, reinstated: 1 });
  });

  it('finds the order back though nobody saw it: Retry ends it, and sends nothing', async () => {
    const { world, run, runId } = await rolledBackOnce({
      faults: [nextReinstates(POLICY.retryAttempts, HANG)],
    });
    world.service.change(ORDER, { state: 'pending' });
    await goOn(world.parts, press(run, CAROL));
    const before = toldOf(world, runId).posts;
    await world.launcher.run();
    expect((await world.runNow(runId)).state).toBe('rolled_back');
    expect(toldOf(world, runId).posts).toBe(before);
  });
});

describe('A rollback whose process dies', () => {
  const story = {
    timings: { ...AT_ONCE, reinstateMs: 40_000 },
    faults: [nextReinstates(1, LOST)],
  };

  it('is one reinstatement with one key, wherever it dies', async () => {
    const whole = await rolledBackOnce(story);
    const [record] = whole.world.launcher.records('rollBack');
    const words = record?.words ?? [];
    expect(words.length).toBeGreaterThan(5);
    for (const [word, { name }] of words.entries()) {
      for (const moment of name.startsWith('step')
        ? (['in', 'after'] as const)
        : ['after' as const]) {
        const { world, run, ...told } = await rolledBackOnce({ ...story, crash: { word, moment } });
        const where = `${moment} word ${word}, «${name}»`;
        expect(world.launcher.crashes, where).toBe(1);
        expect(run.state, where).toBe('rolled_back');
        expect(told, where).toMatchObject({ keys: 1, reinstated: 1 });
        const milestones = told.milestones.map(({ milestone }) => milestone);
        expect(milestones.slice(-2), where).toStrictEqual(['rollback_started', 'rolled_back']);
      }
    }
  });
});
