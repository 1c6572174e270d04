import { describe, expect, it } from 'vitest';
import { checkAgain, confirm } from '../../src/cancellations/request/confirm.js';
import {
  ALICE,
  BOB,
  CAROL,
  EVE,
  ORDER,
  openWorld,
  press,
  useDatabase,
  type World,
} from './world.js';

useDatabase();
const OLD = { ageMs: 45 * 24 * 60 * 60_000 };
const CHEAPER = { refund: { amount: '41.00', currency: 'EUR' } };

/** Nothing was sent, and nothing is about to be. */
async function expectNothingSent(world: World): Promise<void> {
  await world.launcher.run();
  expect(world.launcher.records('cancelOrder')).toStrictEqual([]);
  expect(world.posts()).toStrictEqual([]);
}

describe('Confirm', () => {
  it('records key, body and acting person together, before anything goes out', async () => {
    const world = await openWorld();
    const run = await world.request(ALICE, { notes: 'rang twice', notifyStakeholders: false });
    const decision = await confirm(world.parts, press(run, BOB));
    const confirmed = await world.runNow(run.runId);
    expect(decision).toStrictEqual({ kind: 'confirmed', run: confirmed });
    expect(confirmed).toMatchObject({
      state: 'executing',
      intent: {
        actor: BOB,
        body: {
          reason: 'operational_request',
          notes: 'Cancelled via OpsGuide – rang twice',
          notify_stakeholders: false,
        },
        recordedAt: world.clock.now(),
      },
    });
    expect(world.posts()).toStrictEqual([]);
    const [, entry] = await world.trail(run.runId);
    expect(entry).toMatchObject({
      event: 'confirmed',
      actor: BOB.slackId,
      data: { userId: BOB.userId },
    });
    await world.launcher.run();
    expect(world.posts()).toMatchObject([
      'intent' in confirmed && { userId: BOB.userId, key: confirmed.intent.key },
    ]);
  });

  it('sends the runbook’s notes as they are, where the requester added none', async () => {
    const world = await openWorld();
    const run = await world.confirmed();
    expect(run).toMatchObject({ intent: { body: { notes: 'Cancelled via OpsGuide' } } });
  });

  it('by 50 at once leads to one intent, one POST and one effect', async () => {
    const world = await openWorld();
    const run = await world.request();
    const people = [ALICE, BOB, CAROL];
    const decisions = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        confirm(world.parts, press(run, people[n % people.length] ?? ALICE)),
      ),
    );
    const said = decisions.map((it) => (it.kind === 'refused' ? it.code : it.kind));
    expect(said.filter((word) => word === 'confirmed')).toHaveLength(1);
    expect(said.filter((word) => word === 'decided')).toHaveLength(49);
    await world.launcher.run();
    expect(world.posts()).toHaveLength(1);
    expect(world.service.effects(ORDER)).toHaveLength(1);
    const trail = await world.trail(run.runId);
    expect(trail.filter(({ event }) => event === 'confirmed')).toHaveLength(1);
    expect(trail.filter(({ event }) => event === 'press_refused')).toHaveLength(49);
  });

  it('by a process that died before it started the execution is executed after the restart', async () => {
    const world = await openWorld();
    const run = await world.request();
    const { start } = world.launcher;
    const died = new Promise<void>((resolve) => {
      world.launcher.start = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    void confirm(world.parts, press(run, ALICE));
    await died;
    world.launcher.start = start;
    await world.wake();
    await world.wake();
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(world.posts()).toHaveLength(1);
  });
});

describe('The second look at Confirm', () => {
  it('draws the card anew with what changed, which must be confirmed anew', async () => {
    const world = await openWorld();
    const drawn = await world.request();
    world.service.change(ORDER, CHEAPER);
    const first = await confirm(world.parts, press(drawn, BOB));
    const run = await world.runNow(drawn.runId);
    expect(first).toStrictEqual({ kind: 'redrawn', run });
    expect(run).toMatchObject({
      state: 'awaiting_confirmation',
      changes: [{ what: 'refund', before: '42.00 EUR', after: '41.00 EUR' }],
      history: [{ event: 'requested' }, { event: 'changed', code: 'order_changed', by: 'U0BOB' }],
    });
    expect(run.digest).not.toBe(drawn.digest);
    await expectNothingSent(world);

    const older = await confirm(world.parts, press(drawn, BOB));
    expect(older).toMatchObject({ kind: 'refused', code: 'old_card' });
    await expectNothingSent(world);
    expect((await confirm(world.parts, press(run, BOB))).kind).toBe('confirmed');
  });

  it.each([
    ['billing_hold', { billingHold: true }, { billingHold: false }],
    ['shipment_in_transit', { shipmentStatus: 'in_transit' }, { shipmentStatus: 'at_depot' }],
    ['not_cancellable', { state: 'completed' }, { state: 'pending' }],
  ])(
    'that finds %s sends nothing; the card names it, «Check again» sees it resolved',
    async (code, block, resolved) => {
      const world = await openWorld();
      const drawn = await world.request();
      world.service.change(ORDER, block);
      await confirm(world.parts, press(drawn, ALICE));
      const blocked = await world.runNow(drawn.runId);
      expect(blocked.history.at(-1)).toMatchObject({ event: 'blocked', code });
      expect(blocked.verdicts).toContainEqual(expect.objectContaining({ word: 'blocked', code }));

      // Pressed again on the card that names the block: it still stands.
      expect((await confirm(world.parts, press(blocked, ALICE))).kind).toBe('redrawn');
      expect((await checkAgain(world.parts, press(blocked, ALICE))).kind).toBe('redrawn');
      expect(await world.runNow(drawn.runId)).toStrictEqual(blocked);
      await expectNothingSent(world);

      world.service.change(ORDER, resolved);
      await checkAgain(world.parts, press(blocked, BOB));
      const clear = await world.runNow(drawn.runId);
      expect(clear.digest).toBe(drawn.digest);
      await expectNothingSent(world);
      expect((await confirm(world.parts, press(clear, ALICE))).kind).toBe('confirmed');
    },
  );

  it('that finds the order cancelled meanwhile blocks with already_cancelled', async () => {
    const world = await openWorld();
    const drawn = await world.request();
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    await confirm(world.parts, press(drawn, ALICE));
    const { history } = await world.runNow(drawn.runId);
    expect(history.at(-1)).toMatchObject({ event: 'blocked', code: 'already_cancelled' });
    await expectNothingSent(world);
  });

  it('that cannot be read refuses the press with its code, and leaves the card as it is', async () => {
    const world = await openWorld();
    const drawn = await world.request();
    world.service.faults.add({
      on: 'status',
      fault: { kind: 'garbage', form: 'wrong_schema' },
    });
    const refused = await confirm(world.parts, press(drawn, ALICE));
    expect(refused).toMatchObject({ kind: 'refused', code: 'unexpected_reply' });
    expect(await world.runNow(drawn.runId)).toStrictEqual(drawn);
    await expectNothingSent(world);
  });

  it('that finds a second person is needed by now asks for one, and mentions the requester', async () => {
    const world = await openWorld({ order: { ageMs: 30 * 24 * 60 * 60_000 - 200_000 } });
    const drawn = await world.request();
    expect(drawn.secondPerson).toBe(false);
    await world.clock.advance(100_000);
    expect((await confirm(world.parts, press(drawn, ALICE))).kind).toBe('redrawn');
    const run = await world.runNow(drawn.runId);
    expect(run.secondPerson).toBe(true);
    const alone = await confirm(world.parts, press(run, ALICE));
    expect(alone).toMatchObject({ kind: 'refused', code: 'second_person_needed' });
    await expectNothingSent(world);
    expect(world.shown.thread(run.runId)).toMatchObject([
      { milestone: 'second_person_needed', mentions: [ALICE.slackId] },
    ]);
    expect((await confirm(world.parts, press(run, BOB))).kind).toBe('confirmed');
  });
});

describe('A press that decides nothing is answered, written to the trail, and sends nothing:', () => {
  it.each<[string, string, (world: World) => Promise<Parameters<typeof confirm>[1]>]>([
    ['by a person without the role', 'not_entitled', async (w) => press(await w.request(), EVE)],
    [
      'by a person unknown to the order service',
      'unknown_person',
      async (w) => press(await w.request(), { slackId: 'U0NEW', userId: 'new@example.com' }),
    ],
    [
      'on an older drawing',
      'old_card',
      async (w) => ({ ...press(await w.request(), BOB), digest: 'an older one' }),
    ],
    [
      'after the time-out, though nobody has marked it expired yet',
      'expired',
      async (w) => {
        const run = await w.request();
        await w.clock.advance(15 * 60_000);
        return press(run, ALICE);
      },
    ],
    [
      'while PAUSED',
      'paused',
      async (w) => {
        w.state.paused = true;
        return press(await w.request(), ALICE);
      },
    ],
  ])('%s: %s', async (_, code, arrange) => {
    const world = await openWorld();
    const pressed = await arrange(world);
    expect(await confirm(world.parts, pressed)).toMatchObject({ kind: 'refused', code });
    expect((await world.runNow(pressed.runId)).state).toBe('awaiting_confirmation');
    const trail = await world.trail(pressed.runId);
    expect(trail.at(-1)).toMatchObject({
      ...{ event: 'press_refused', actor: pressed.person.slackId, data: { code } },
    });
    expect(world.launcher.records('cancelOrder')).toStrictEqual([]);
    expect(world.posts()).toStrictEqual([]);
  });

  it('of a run that is not there: no_such_run', async () => {
    const world = await openWorld();
    const run = { ...(await world.request()), runId: '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e' };
    const refused = { kind: 'refused', code: 'no_such_run' };
    expect(await confirm(world.parts, press(run, ALICE))).toStrictEqual(refused);
    expect(await checkAgain(world.parts, press(run, ALICE))).toStrictEqual(refused);
  });

  it.each([
    ['expired', async (w: World) => w.clock.advance(15 * 60_000), 'expired'],
    ['executing', async () => undefined, 'decided'],
    ['cancelled', async (w: World) => w.launcher.run(), 'decided'],
  ])('on a run that is %s', async (state, arrange, code) => {
    const world = await openWorld();
    const run = state === 'expired' ? await world.request() : await world.confirmed();
    await arrange(world);
    if (state === 'expired') await world.launcher.run();
    const pressed = press(run, BOB);
    expect((await world.runNow(run.runId)).state).toBe(state);
    expect(await confirm(world.parts, pressed)).toMatchObject({ kind: 'refused', code });
    expect(await checkAgain(world.parts, pressed)).toMatchObject({ kind: 'refused', code });
  });

  it('on an older drawing has the present card drawn again', async () => {
    const world = await openWorld();
    const run = await world.request();
    await world.launcher.run();
    await confirm(world.parts, { ...press(run, BOB), digest: 'an older one' });
    await world.launcher.run();
    expect(world.shown.cards(run.runId)).toMatchObject([{ version: 1 }, { version: 2 }]);
  });
});

describe('Where a second person is needed', () => {
  it.each([
    ['the requester', ALICE],
    ['the requester under another Slack id', { slackId: 'U0ALICE2', userId: 'ALICE@Example.com' }],
    ['the requester under another order-service id', { ...ALICE, userId: CAROL.userId }],
  ])('%s cannot confirm', async (_, person) => {
    const world = await openWorld({ order: OLD });
    const run = await world.request(ALICE);
    const refused = await confirm(world.parts, press(run, person));
    expect(refused).toMatchObject({ kind: 'refused', code: 'second_person_needed' });
    await expectNothingSent(world);
  });

  it('an admin who requested cannot confirm either, under FOUR_EYES=always', async () => {
    const world = await openWorld({ policy: { fourEyes: 'always' } });
    const run = await world.request(BOB);
    const refused = await confirm(world.parts, press(run, BOB));
    expect(refused).toMatchObject({ kind: 'refused', code: 'second_person_needed' });
    expect((await confirm(world.parts, press(run, ALICE))).kind).toBe('confirmed');
  });

  it('another entitled person confirms, and is the acting person', async () => {
    const world = await openWorld({ order: OLD });
    const decision = await confirm(world.parts, press(await world.request(ALICE), BOB));
    expect(decision).toMatchObject({ kind: 'confirmed', run: { intent: { actor: BOB } } });
  });
});
