import { describe, expect, it } from 'vitest';
import { pollSignal } from '../../src/cancellations/execution/polling.js';
import { AT_ONCE, answers, nextPosts, played, type Story } from './execution.js';
import { presses, word } from './going-on.js';
import { CAROL, ORDER, openWorld, useDatabase } from './world.js';

useDatabase();

const HOUR = 60 * 60_000;
const POLLS = (polls: number) => Array.from({ length: polls - 1 }, () => 30_000);
const processing = (ms: number): Partial<Story> => ({ timings: { ...AT_ONCE, processingMs: ms } });

describe('Wait for Async Processing', () => {
  it.each([
    ['at once', 0, 1],
    ['after 30 s', 30_000, 2],
    ['after 31 s', 31_000, 3],
    ['after 5 minutes', 300_000, 11],
  ])('polls every 30 s; completed %s', async (_, ms, polls) => {
    const { said, posts, sleeps, world } = await played(processing(ms));
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
    expect(sleeps).toStrictEqual(POLLS(polls));
    expect(world.service.calls({ route: 'cancel_status' })).toHaveLength(polls);
  });

  it('holds nothing in memory between two polls: each starts the next one when that is due', async () => {
    const { said, world } = await played(processing(60_000));
    expect(said).toBe('cancelled');
    expect(world.launcher.records('cancelOrder').flatMap(({ sleeps }) => sleeps)).toStrictEqual([]);
    expect(world.launcher.records('pollOn')).toHaveLength(2);
  });

  it('is due by the last poll, however long the bot was away behind it', async () => {
    const world = await openWorld(processing(HOUR));
    await world.confirmed();
    const behindThePoll = { workflow: 'pollOn', word: 0, moment: 'after' } as const;
    expect(await world.launcher.run(behindThePoll)).toBe('crashed');
    await world.clock.advance(20_000);
    await world.launcher.run();
    expect(world.launcher.waits('pollOn').slice(0, 3)).toStrictEqual([30_000, 10_000, 30_000]);
  });

  it('sleeps between polls that are less than 2 s apart', async () => {
    const { said, sleeps, world } = await played({
      ...processing(3_000),
      policy: { pollInterval: 1_999 },
    });
    expect([said, sleeps]).toStrictEqual(['cancelled', [1_999, 1_999]]);
    expect(world.launcher.records('pollOn')).toStrictEqual([]);
  });

  it('is measured by the settings with which it began, whatever a restart brings', async () => {
    const { said, sleeps } = await played({
      ...processing(HOUR),
      policy: { pollInterval: 100_000 },
      before: ({ clock, parts }) =>
        clock.after(150_000, () => {
          Object.assign(parts.policy, { pollInterval: 10_000, pollTimeout: 160_000 });
        }),
    });
    expect(said).toBe('troubled still_processing');
    expect(sleeps).toStrictEqual([100_000, 100_000, 100_000]);
  });

  it('leaves a poll of an earlier stretch of work undone', async () => {
    const { world, run } = await played(processing(HOUR));
    expect(word(await presses(world, run.runId, CAROL))).toBe('going_on');
    const { workflow, args } = pollSignal(run.runId, {
      ...{ turn: run.turn, poll: 2, taken: 0, at: 0, hasFailed: false, accepted: true },
      ...{ pollInterval: 30_000, pollTimeout: 300_000 },
    });
    world.clock.after(10_000, () => world.launcher.start(workflow, 'of an earlier turn', ...args));
    await world.launcher.run();
    expect(world.service.calls({ route: 'cancel_status' })).toHaveLength(11 + 11);
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'troubled', turn: run.turn + 1 });
  });

  it('polls 5 minutes at the most: still_processing then', async () => {
    const { said, posts, sleeps, milestones } = await played(processing(300_001));
    expect([said, posts]).toStrictEqual(['troubled still_processing', 1]);
    expect(sleeps).toStrictEqual(POLLS(11));
    expect(milestones.at(-1)).toMatchObject({ milestone: 'troubled', detail: 'processing' });
  });

  it('keeps an order with a run that is still processing from a second run', async () => {
    const { world, run } = await played(processing(HOUR));
    expect(await world.records.ofOrder(run.orderId)).toStrictEqual(run);
  });

  it('polls on where the cancel status is a stale 404', async () => {
    const { said, posts, sleeps } = await played({
      ...processing(0),
      faults: [{ on: 'cancel_status', times: 3, fault: { kind: 'stale' } }],
    });
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
    expect(sleeps).toStrictEqual(POLLS(4));
  });

  it.each<[string, Partial<Story>]>([
    ['a 404', { faults: [{ on: 'cancel_status', fault: { kind: 'stale' } }] }],
    ['unreadable', { faults: [{ on: 'cancel_status', fault: { kind: 'garbage', form: 'html' } }] }],
    ['of an order that is not cancelled', { faults: [{ on: 'status', fault: { kind: 'stale' } }] }],
    [
      'with an order status that cannot be read',
      { faults: [{ on: 'status', fault: answers(403) }] },
    ],
  ])('ends as outcome_unknown where the cancel status stays %s', async (_, story) => {
    const { said, posts, sleeps } = await played({ ...processing(0), ...story });
    expect([said, posts]).toStrictEqual(['troubled outcome_unknown', 1]);
    expect(sleeps).toStrictEqual(POLLS(11));
  });

  it('counts completed only while the order is cancelled: an earlier round may still be read', async () => {
    const { said, posts, sleeps } = await played({
      ...processing(0),
      order: { cancelled: { by: CAROL.userId, agoMs: 3 * HOUR } },
      earlier: ({ service }) => service.change(ORDER, { state: 'pending' }),
      faults: [
        { on: 'cancel_status', times: 2, fault: { kind: 'stale' } },
        { on: 'status', times: 2, fault: { kind: 'stale' } },
      ],
    });
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
    expect(sleeps).toStrictEqual(POLLS(3));
  });

  it('concludes nothing from the words of the POST’s reply', async () => {
    const body = { order_id: ORDER, status: 'cancelled' };
    const { said, sleeps, run } = await played({
      ...processing(60_000),
      faults: [nextPosts(1, { kind: 'status', status: 200, when: 'after_effect', body })],
    });
    expect(said).toBe('cancelled');
    expect(sleeps).toStrictEqual(POLLS(3));
    expect(run.history.map(({ event }) => event)).toContain('processing');
  });

  it('polls on through reads that break now and then', async () => {
    const { said, posts } = await played({
      ...processing(30_000),
      faults: [{ on: 'cancel_status', times: 5, fault: answers(500) }],
    });
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
  });

  it('that ends in failed names what the service says behind «Details» alone', async () => {
    const { said, posts, run, milestones } = await played({
      ...processing(30_000),
      order: { cancellationFailsWith: 'The payment provider refused' },
    });
    expect([said, posts]).toStrictEqual(['troubled cancellation_failed', 1]);
    expect(run).toMatchObject({ trouble: { detail: 'The payment provider refused' } });
    expect(run).not.toHaveProperty('effect');
    expect(milestones.at(-1)).not.toHaveProperty('detail');
  });

  it.each([
    ['at once', 0, 2],
    ['after 30 s', 30_000, 3],
  ])('that fails %s is believed when it is read again', async (_, ms, polls) => {
    const order = { cancellationFailsWith: 'The payment provider refused' };
    const { said, sleeps } = await played({ ...processing(ms), order });
    expect(said).toBe('troubled cancellation_failed');
    expect(sleeps).toStrictEqual(POLLS(polls));
  });

  it('begins the rollback window when the completion is first seen', async () => {
    const { run } = await played(processing(31_000));
    const at = run.history.find(({ event }) => event === 'cancelled')?.at ?? 0;
    const confirmedAt = run.history.find(({ event }) => event === 'confirmed')?.at ?? 0;
    expect(at - confirmedAt).toBe(60_000);
    expect(run).toMatchObject({ effect: { cancelledAt: at, windowEndsAt: at + 2 * HOUR } });
  });
});
