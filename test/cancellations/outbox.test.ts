import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/cancellations/request/confirm.js';
import { cardId } from '../../src/cancellations/telling/outbox.js';
import { AT_ONCE, played } from './execution.js';
import { ALICE, BOB, CHANNEL, ORDER, ORDER_OPS, openWorld, press, useDatabase } from './world.js';

useDatabase();

describe('What is told of a run', () => {
  it('is one card and each milestone once, in their order', async () => {
    const { world, run, milestones } = await played({});
    const posts = world.shown.all.filter(({ kind, version }) => kind === 'thread' || version === 1);
    expect(posts.every(({ channel }) => channel === CHANNEL)).toBe(true);
    expect(new Set(world.shown.cards(run.runId).map(({ version }) => version)).size).toBe(
      world.shown.cards(run.runId).length,
    );
    expect(milestones.map(({ milestone }) => milestone)).toStrictEqual([
      ...['started', 'processing', 'cancelled', 'verified'],
    ]);
    expect(milestones.at(-1)?.mentions).toStrictEqual([ALICE.slackId]);
    expect(await world.outbox.untold(100)).toStrictEqual([]);
  });

  it('is an edit of the card a step: the ones that waited are one, of the newest state', async () => {
    const { world, run } = await played({});
    // The lanes had their turn when the run was over.
    expect(world.shown.cards(run.runId)).toMatchObject([{ state: 'cancelled' }]);
    const card = await world.outbox.find(cardId(run.runId));
    expect(card?.posted).toBe(card?.wanted);
    expect(card?.wanted).toBeGreaterThan(4);
  });

  it('is drawn anew where the card was told before', async () => {
    const world = await openWorld({ timings: AT_ONCE });
    const run = await world.request();
    await world.launcher.run();
    world.service.change(ORDER, { billingRecords: 7 });
    await confirm(world.parts, press(run, BOB));
    world.service.change(ORDER, { billingRecords: 8 });
    await confirm(world.parts, press(await world.runNow(run.runId), BOB));
    await world.launcher.run();
    expect(world.shown.all).toMatchObject([
      { kind: 'card', version: 1 },
      { kind: 'card', version: 3 },
    ]);
  });

  it('is told once though it is woken again and again', async () => {
    const { world } = await played({});
    const told = world.shown.all.length;
    for (let again = 0; again < 3; again += 1) {
      await world.wake();
      await world.launcher.run();
    }
    expect(world.shown.all).toHaveLength(told);
  });

  it('catches up in order while the cancellation goes on, where Slack is away', async () => {
    const { world, run, milestones, said } = await played({
      before: ({ shown }) => {
        shown.away = 500;
      },
    });
    expect(said).toBe('cancelled');
    const cancelledAt = run.history.find(({ event }) => event === 'cancelled')?.at ?? 0;
    expect(world.clock.now() - cancelledAt).toBe(500_000);
    expect(milestones.map(({ milestone }) => milestone)).toStrictEqual([
      ...['started', 'processing', 'cancelled', 'verified'],
    ]);
  });

  it('is told after the restart, where the process died between a move and its signal', async () => {
    const world = await openWorld({ timings: AT_ONCE });
    const { inLane } = world.launcher;
    world.launcher.inLane = async () => undefined;
    const { runId } = await world.confirmed();
    await world.launcher.run();
    expect(world.shown.all).toStrictEqual([]);
    world.launcher.inLane = inLane;
    await world.wake();
    await world.launcher.run();
    expect(world.shown.cards(runId)).toMatchObject([{ state: 'cancelled' }]);
    expect(world.shown.thread(runId)).toHaveLength(4);
  });

  it('stays in the channel of its card, which moves where it may not stay direct', async () => {
    const world = await openWorld({ order: { ageMs: 30 * 24 * 60 * 60_000 - 200_000 } });
    const place = { kind: 'direct', channel: 'D0ALICE' } as const;
    const run = await world.request(ALICE, { place });
    await world.launcher.run();
    await world.clock.advance(100_000);
    await confirm(world.parts, press(run, ALICE));
    await world.launcher.run();
    await confirm(world.parts, press(await world.runNow(run.runId), BOB));
    await world.launcher.run();
    const [first, ...rest] = world.shown.all;
    expect(first).toMatchObject({ kind: 'card', channel: 'D0ALICE' });
    expect(rest.filter(({ channel }) => channel === 'D0ALICE')).toMatchObject([{ kind: 'notice' }]);
    expect(
      rest.filter(({ kind }) => kind !== 'notice').map(({ channel }) => channel),
    ).toStrictEqual(rest.slice(1).map(() => ORDER_OPS));
  });

  it.each(['before', 'in', 'after'] as const)(
    'is told though the process dies %s the telling; only that one post may come twice',
    async (moment) => {
      const world = await openWorld({ timings: AT_ONCE });
      const { runId } = await world.confirmed();
      const crash = { workflow: 'deliverPost', word: 0, moment } as const;
      expect(await world.launcher.run(crash)).toBe('crashed');
      await world.wake();
      await world.launcher.run();
      expect(world.shown.cards(runId).at(-1)?.state).toBe('cancelled');
      const told = world.shown.thread(runId).map(({ milestone }) => milestone);
      expect(told).toStrictEqual(['started', 'processing', 'cancelled', 'verified']);
    },
  );
});
