import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/cancellations/request/confirm.js';
import { discard } from '../../src/cancellations/request/discard.js';
import { ALICE, BOB, EVE, ORDER, openWorld, press, useDatabase } from './world.js';

useDatabase();
const MINUTE = 60_000;

describe('Discard', () => {
  it.each([
    ['the requester', ALICE],
    ['another entitled person', BOB],
  ])('by %s ends the run, says by whom and frees the order', async (_, person) => {
    const world = await openWorld();
    const run = await world.request();
    const outcome = await discard(world.parts, press(run, person));
    expect(outcome).toMatchObject({
      kind: 'discarded',
      run: { state: 'discarded', by: person.slackId },
    });
    await world.launcher.run();
    expect(world.shown.thread(run.runId)).toMatchObject([
      { milestone: 'discarded', by: person.slackId, mentions: [ALICE.slackId] },
    ]);
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({
      ...{ event: 'discarded', actor: person.slackId },
    });
    expect((await world.request(BOB)).orderId).toBe(ORDER);
    expect(world.posts()).toStrictEqual([]);
  });

  it('by the requester needs no role any more, and no order service', async () => {
    const world = await openWorld();
    const run = await world.request();
    world.service.faults.turnOn('unavailable');
    expect((await discard(world.parts, press(run, ALICE))).kind).toBe('discarded');
  });

  it('on an older drawing discards all the same: it undoes nothing', async () => {
    const world = await openWorld();
    const older = { ...press(await world.request(), BOB), digest: 'an older one' };
    expect((await discard(world.parts, older)).kind).toBe('discarded');
  });

  it('by somebody without the role is refused, and leaves the run', async () => {
    const world = await openWorld();
    const run = await world.request();
    expect(await discard(world.parts, press(run, EVE))).toStrictEqual({
      ...{ kind: 'refused', code: 'not_entitled', detail: 'viewer' },
    });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({
      ...{ event: 'press_refused', actor: EVE.slackId, data: { code: 'not_entitled' } },
    });
  });

  it('by somebody whose role cannot be read is refused: no answer means no', async () => {
    const world = await openWorld();
    const run = await world.request();
    world.service.faults.turnOn('unavailable');
    expect(await discard(world.parts, press(run, BOB))).toMatchObject({
      ...{ kind: 'refused', code: 'order_service_unavailable' },
    });
  });

  it('of a run that was confirmed comes too late', async () => {
    const world = await openWorld();
    const run = await world.confirmed();
    const late = await discard(world.parts, press(run, ALICE));
    expect(late).toMatchObject({ kind: 'refused', code: 'decided' });
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
  });

  it('and Confirm at once: one of them decides', async () => {
    const world = await openWorld();
    const run = await world.request();
    const outcomes = await Promise.all([
      ...[1, 2, 3].map(() => confirm(world.parts, press(run, BOB))),
      ...[1, 2, 3].map(() => discard(world.parts, press(run, ALICE))),
    ]);
    expect(outcomes.filter(({ kind }) => kind !== 'refused')).toHaveLength(1);
    await world.launcher.run();
    const { state } = await world.runNow(run.runId);
    expect(world.service.effects(ORDER)).toHaveLength(state === 'discarded' ? 0 : 1);
  });

  it('of a run that is not there: no_such_run', async () => {
    const world = await openWorld();
    const run = { ...(await world.request()), runId: '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e' };
    expect(await discard(world.parts, press(run, ALICE))).toStrictEqual({
      ...{ kind: 'refused', code: 'no_such_run' },
    });
  });
});

describe('A request that nobody answers', () => {
  it('is expired after CONFIRM_TIMEOUT, and not a moment sooner', async () => {
    const world = await openWorld();
    const run = await world.request();
    await world.clock.advance(15 * MINUTE - 1);
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('awaiting_confirmation');
    await world.clock.advance(1);
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('expired');
    expect(world.shown.thread(run.runId)).toMatchObject([
      { milestone: 'expiring', mentions: [ALICE.slackId] },
      { milestone: 'expired', code: 'expired', mentions: [ALICE.slackId] },
    ]);
    expect(world.shown.cards(run.runId).at(-1)?.state).toBe('expired');
    expect((await world.trail(run.runId)).at(-1)?.event).toBe('expired');
  });

  it('has its requester reminded 2 minutes before, once', async () => {
    const world = await openWorld();
    const run = await world.request();
    await world.clock.advance(13 * MINUTE - 1);
    await world.launcher.run();
    expect(world.shown.thread(run.runId)).toStrictEqual([]);
    await world.clock.advance(1);
    await world.wake();
    await world.launcher.run();
    await world.wake();
    await world.launcher.run();
    expect(world.shown.thread(run.runId)).toMatchObject([
      { milestone: 'expiring', at: run.requestedAt + 13 * MINUTE, mentions: [ALICE.slackId] },
    ]);
  });

  it('has nobody reminded where the time-out is no longer than the reminder', async () => {
    const world = await openWorld({ policy: { confirmTimeout: 2 * MINUTE } });
    const run = await world.request();
    await world.clock.advance(2 * MINUTE);
    await world.launcher.run();
    const told = world.shown.thread(run.runId).map(({ milestone }) => milestone);
    expect(told).toStrictEqual(['expired']);
  });

  it('waits for the database’s clock, whatever started its expiry too early', async () => {
    const world = await openWorld();
    const run = await world.request();
    await world.launcher.start('expireRequest', 'too-early', run.runId);
    await world.launcher.run();
    const expired = await world.runNow(run.runId);
    expect(expired.history.at(-1)).toStrictEqual({
      ...{ event: 'expired', at: run.requestedAt + 15 * MINUTE },
    });
  });

  it.each([
    ['confirmed', 'cancelled'],
    ['discarded', 'discarded'],
  ])('but %s in time, is left alone by reminder and expiry', async (how, state) => {
    const world = await openWorld();
    const run = await world.request();
    if (how === 'confirmed') await confirm(world.parts, press(run, BOB));
    else await discard(world.parts, press(run, BOB));
    await world.launcher.run();
    await world.clock.advance(15 * MINUTE);
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe(state);
    const told = world.shown.thread(run.runId).map(({ milestone }) => milestone);
    expect(told).not.toContain('expiring');
    expect(told).not.toContain('expired');
  });

  it.each(['before', 'in', 'after'] as const)(
    'is expired and told once, though the process dies %s the step',
    async (moment) => {
      const world = await openWorld();
      const run = await world.request();
      await world.clock.advance(15 * MINUTE);
      const crash = { workflow: 'expireRequest', word: 0, moment } as const;
      expect(await world.launcher.run(crash)).toBe('crashed');
      await world.wake();
      await world.launcher.run();
      expect((await world.runNow(run.runId)).state).toBe('expired');
      const told = world.shown.thread(run.runId).map(({ milestone }) => milestone);
      expect(told.filter((milestone) => milestone === 'expired')).toHaveLength(1);
      const trail = await world.trail(run.runId);
      expect(trail.filter(({ event }) => event === 'expired')).toHaveLength(1);
    },
  );
});
