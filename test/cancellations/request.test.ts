import { describe, expect, it } from 'vitest';
import { look } from '../../src/cancellations/request/look.js';
import { requestCancellation } from '../../src/cancellations/request/request.js';
import {
  ALICE,
  BOB,
  CHANNEL,
  EVE,
  ORDER,
  ORDER_OPS,
  openWorld,
  useDatabase,
  type World,
} from './world.js';

useDatabase();
const DIRECT = { kind: 'direct', channel: 'D0ALICE' } as const;
const OLD = { ageMs: 45 * 24 * 60 * 60_000 };

describe('A request', () => {
  it('is recorded with what the requester saw, shown as a card and written to the trail', async () => {
    const world = await openWorld();
    const asked = await world.ask(ALICE, { notes: 'the customer rang', notifyStakeholders: false });
    const outcome = await requestCancellation(world.parts, asked);
    const run = await world.records.ofOrder(ORDER);
    expect(outcome).toMatchObject({ kind: 'requested', run });
    expect(run).toMatchObject({
      ...{ state: 'awaiting_confirmation', requester: ALICE, digest: asked.digest },
      ...{ reason: 'operational_request', notes: 'the customer rang', notifyStakeholders: false },
      ...{ requestedAt: world.clock.now(), expiresAt: world.clock.now() + 15 * 60_000 },
      ...{ secondPerson: false, changes: [] },
      impact: { refund: { amount: '42.00', currency: 'EUR' } },
      history: [{ event: 'requested', by: ALICE.slackId }],
    });
    await world.launcher.run();
    const { runId = '' } = run ?? {};
    expect(world.shown.all).toMatchObject([{ kind: 'card', runId, channel: CHANNEL, version: 1 }]);
    expect(await world.trail(runId)).toMatchObject([
      { event: 'requested', actor: ALICE.slackId, order_id: ORDER, data: { digest: asked.digest } },
    ]);
    expect(world.posts()).toStrictEqual([]);
  });

  it('takes the look that the requester was shown, and reads the role alone anew', async () => {
    const world = await openWorld();
    const seen = await look(world.parts, ORDER, ALICE);
    if (seen.kind !== 'clear') throw new Error('the order is clear');
    const asked = await world.ask(ALICE, { seen });
    const before = world.service.calls().length;
    const outcome = await requestCancellation(world.parts, asked);
    expect(outcome.kind).toBe('requested');
    expect(
      world.service
        .calls()
        .slice(before)
        .map(({ route }) => route),
    ).toStrictEqual(['roles']);
  });

  it.each<[string, (world: World) => void, object]>([
    [
      'whose requester lost the role meanwhile',
      ({ service }) => service.addPerson({ userId: ALICE.userId, roles: ['viewer'] }),
      { kind: 'blocked', assessment: { kind: 'not_entitled', role: { code: 'not_entitled' } } },
    ],
    [
      'of an order that changed since it was seen',
      ({ service }) => service.change(ORDER, { refund: { amount: '41.00', currency: 'EUR' } }),
      { kind: 'changed', assessment: { kind: 'clear', impact: { refund: { amount: '41.00' } } } },
    ],
    [
      'of an order that is blocked by now',
      ({ service }) => service.change(ORDER, { billingHold: true }),
      { kind: 'blocked', assessment: { kind: 'blocked' } },
    ],
    [
      'of an order that cannot be read',
      ({ service }) => service.faults.turnOn('unavailable'),
      { kind: 'blocked', assessment: { role: { code: 'order_service_unavailable' } } },
    ],
  ])('%s is not recorded', async (_, meanwhile, expected) => {
    const world = await openWorld();
    const asked = await world.ask();
    meanwhile(world);
    expect(await requestCancellation(world.parts, asked)).toMatchObject(expected);
    expect(await world.records.ofOrder(ORDER)).toBeUndefined();
    await world.launcher.run();
    expect(world.shown.all).toStrictEqual([]);
  });

  it('of a person without the role is not recorded, and shows nothing of the order', async () => {
    const world = await openWorld();
    const outcome = await requestCancellation(world.parts, await world.ask(EVE));
    expect(outcome).toMatchObject({ kind: 'blocked', assessment: { kind: 'not_entitled' } });
    expect(outcome).not.toHaveProperty('assessment.verdicts');
    expect(await world.records.ofOrder(ORDER)).toBeUndefined();
  });

  it('of an order with a live run is told who holds it', async () => {
    const world = await openWorld();
    const holder = await world.request(ALICE);
    const second = await requestCancellation(world.parts, await world.ask(BOB));
    expect(second).toMatchObject({ kind: 'live_run', holder });
  });

  it('made by 50 at once is one run with one card; the others are told who holds it', async () => {
    const world = await openWorld();
    const asked = await world.ask();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => requestCancellation(world.parts, asked)),
    );
    const requested = outcomes.filter(({ kind }) => kind === 'requested');
    expect(requested).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'live_run')).toHaveLength(49);
    await world.launcher.run();
    expect(world.shown.all).toHaveLength(1);
  });

  it('can be made again once the run before is over', async () => {
    const world = await openWorld({ policy: { confirmTimeout: 60_000 } });
    const first = await world.request();
    await world.clock.advance(60_000);
    await world.launcher.run();
    expect((await world.runNow(first.runId)).state).toBe('expired');
    const again = await world.request(BOB);
    expect(again.runId).not.toBe(first.runId);
  });

  it('that needs a second person goes to #order-ops, and the requester is told where', async () => {
    const world = await openWorld({ order: OLD });
    const run = await world.request(ALICE, { place: DIRECT });
    expect(run.secondPerson).toBe(true);
    await world.launcher.run();
    expect(world.shown.all).toMatchObject([
      { kind: 'card', channel: ORDER_OPS },
      {
        ...{ kind: 'thread', channel: ORDER_OPS },
        milestone: { milestone: 'second_person_needed', mentions: [ALICE.slackId] },
      },
      { kind: 'notice', channel: DIRECT.channel },
    ]);
  });

  it('in a direct message that needs no second person stays there', async () => {
    const world = await openWorld();
    await world.request(ALICE, { place: DIRECT });
    await world.launcher.run();
    expect(world.shown.all).toMatchObject([{ kind: 'card', channel: DIRECT.channel }]);
  });

  it('whose process died before its time-out was watched is watched after the restart', async () => {
    const world = await openWorld();
    const asked = await world.ask();
    const { later } = world.launcher;
    const died = new Promise<void>((resolve) => {
      world.launcher.later = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    void requestCancellation(world.parts, asked);
    await died;
    const run = await world.records.ofOrder(ORDER);
    world.launcher.later = later;
    await world.wake();
    await world.clock.advance(15 * 60_000);
    // The waker comes round every 30 s, and takes up what is due by then.
    await world.wake();
    await world.launcher.run();
    expect((await world.runNow(run?.runId ?? '')).state).toBe('expired');
  });
});
