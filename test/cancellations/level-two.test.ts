import { describe, expect, it } from 'vitest';
import { discard } from '../../src/cancellations/request/discard.js';
import { answers, nextPosts, type Story } from './execution.js';
import { BROKEN, inTrouble, presses, retried, sent, word } from './going-on.js';
import { ALICE, BOB, CAROL, EVE, ORDER, press, useDatabase } from './world.js';

useDatabase();
const OLD = { ageMs: 45 * 24 * 60 * 60_000 };

/** A block that comes between the second look and the POST, which answers 409. */
const HELD: Story = { before: ({ service }) => service.change(ORDER, { billingHold: true }) };

describe('Level 2: a block that the POST met', () => {
  it.each([
    ['billing_hold', { billingHold: true }, { billingHold: false }],
    ['shipment_in_transit', { shipmentStatus: 'in_transit' }, { shipmentStatus: 'at_depot' }],
  ])('%s: «Check again» names it while it stands, and sends nothing', async (code, block, gone) => {
    const { world, run } = await inTrouble({
      before: ({ service }) => service.change(ORDER, block),
    });
    expect(run.trouble).toMatchObject({ level: 2, code, known: 'not_started' });
    const checked = await retried(world, run.runId, ALICE);
    expect(checked).toMatchObject({ answer: 'redrawn', said: `troubled ${code}`, posts: 1 });
    expect(checked.run.verdicts).toContainEqual(expect.objectContaining({ word: 'blocked', code }));
    world.service.change(ORDER, gone);
    expect(await retried(world, run.runId, ALICE)).toMatchObject({ answer: 'redrawn', posts: 1 });
    expect(await retried(world, run.runId, ALICE)).toMatchObject({
      ...{ answer: 'going_on', said: 'cancelled', posts: 2, keys: 2 },
    });
  });

  it('«Check again» goes on with a new key, recorded first, of the person who presses', async () => {
    const { world, run } = await inTrouble({ ...HELD, ask: { notes: 'rang twice' } });
    world.service.change(ORDER, { billingHold: false });
    const gone = await presses(world, run.runId, BOB);
    expect(gone).toMatchObject({
      kind: 'going_on',
      run: {
        state: 'executing',
        intent: { actor: BOB, body: run.intent.body, recordedAt: world.clock.now() },
      },
    });
    expect(sent(world)).toMatchObject({ posts: 1, keys: 1 });
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({
      ...{ event: 'going_on', actor: BOB.slackId, data: { userId: BOB.userId } },
    });
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(sent(world)).toStrictEqual({ posts: 2, keys: 2, lastBy: BOB.userId });
    expect(world.service.effects(ORDER)).toMatchObject([{ userId: BOB.userId }]);
  });

  it('needs an approver as Confirm has one: not the requester of an old order', async () => {
    const { world, run } = await inTrouble({ ...HELD, order: OLD, approver: BOB });
    world.service.change(ORDER, { billingHold: false });
    expect(await retried(world, run.runId, ALICE)).toMatchObject({
      ...{ answer: 'second_person_needed', posts: 1 },
    });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
    expect(await retried(world, run.runId, CAROL)).toMatchObject({
      ...{ said: 'cancelled', keys: 2, lastBy: CAROL.userId },
    });
  });

  it('lets the requester press «Check again» to see whether it still stands', async () => {
    const { world, run } = await inTrouble({ ...HELD, order: OLD, approver: BOB });
    expect(await retried(world, run.runId, ALICE)).toMatchObject({ answer: 'redrawn' });
  });

  it('leaves an order that somebody else cancelled meanwhile to its look-up', async () => {
    const { world, run } = await inTrouble(HELD);
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    expect(await retried(world, run.runId, ALICE)).toMatchObject({
      ...{ said: 'refused already_cancelled', posts: 1 },
    });
  });

  it('never sends the spent key again, though what was seen in flight is gone', async () => {
    const { world, run } = await inTrouble(HELD);
    world.service.change(ORDER, { billingHold: false });
    const body = { order_id: ORDER, status: 'processing' };
    world.service.faults.add({
      ...{ on: 'cancel_status', times: 1 },
      fault: { kind: 'status', status: 200, body },
    });
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'going_on', said: 'troubled outcome_unknown', posts: 1 },
      run: { intent: { key: run.intent.key, spent: true }, trouble: { goOn: 'send' } },
    });
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ said: 'cancelled', posts: 2, keys: 2, lastBy: BOB.userId },
    });
  });

  it('is discarded by the requester, even without the role: the order is free again', async () => {
    const { world, run } = await inTrouble(HELD);
    world.service.addPerson({ userId: ALICE.userId, roles: [] });
    const ended = await discard(world.parts, press(run, ALICE));
    expect(ended).toMatchObject({ kind: 'discarded', run: { state: 'discarded', by: 'U0ALICE' } });
    expect(await world.records.liveRun(ORDER)).toBeUndefined();
    expect(word(await presses(world, run.runId, BOB))).toBe('not_in_trouble');
  });

  it('is discarded by another entitled person, and by nobody else', async () => {
    const { world, run } = await inTrouble(HELD);
    expect(await discard(world.parts, press(run, EVE))).toMatchObject({ code: 'not_entitled' });
    expect(await discard(world.parts, press(run, BOB))).toMatchObject({ kind: 'discarded' });
  });

  it('alone may be discarded: what #order-ops was called for may not', async () => {
    const { world, run } = await inTrouble({ faults: [nextPosts(5, answers(503, 'not_started'))] });
    expect(run.trouble).toMatchObject({ level: 3, known: 'not_started' });
    expect(await discard(world.parts, press(run, ALICE))).toMatchObject({ code: 'decided' });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });

  it('and «Check again» and Discard at once: one of them decides', async () => {
    const { world, run } = await inTrouble(HELD);
    world.service.change(ORDER, { billingHold: false });
    const [checked, discarded] = await Promise.all([
      presses(world, run.runId, BOB),
      discard(world.parts, press(run, ALICE)),
    ]);
    expect([checked.kind, discarded.kind].filter((kind) => kind !== 'refused')).toHaveLength(1);
    await world.launcher.run();
    const { state } = await world.runNow(run.runId);
    expect(world.service.effects(ORDER)).toHaveLength(state === 'discarded' ? 0 : 1);
  });
});

describe('A block that was met after a try that went unanswered', () => {
  const story: Story = {
    faults: [nextPosts(1, BROKEN)],
    before: ({ service, clock }) => clock.after(100, () => service.change(ORDER, HOLD)),
  };
  const HOLD = { billingHold: true };

  it('calls a person, and may not be discarded: the try may still take effect', async () => {
    const { world, run } = await inTrouble(story);
    expect(run.trouble).toMatchObject({ level: 3, code: 'billing_hold', known: 'not_seen' });
    expect(await discard(world.parts, press(run, ALICE))).toMatchObject({ code: 'decided' });
  });

  it('goes on with a new key, and still knows the earlier one’s effect for its own', async () => {
    const { world, run } = await inTrouble(story);
    world.service.change(ORDER, { billingHold: false });
    world.service.faults.add({ ...nextPosts(1, answers(400, 'invalid_state')) });
    const gone = await presses(world, run.runId, BOB);
    expect(gone).toMatchObject({
      run: { intent: { earlier: { since: run.intent.recordedAt, userIds: [ALICE.userId] } } },
    });
    // The earlier try arrives after all, and the new one is refused for it.
    world.service.cancelledElsewhere(ORDER, ALICE.userId);
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
  });
});

describe('Retry where the key is spent', () => {
  it('by an answer that the order service does not understand us: a new key', async () => {
    const { world, run } = await inTrouble({ faults: [nextPosts(1, answers(422))] });
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ said: 'cancelled', posts: 2, keys: 2, lastBy: BOB.userId },
    });
  });

  it('by a 400 whose look-up could not be read: a new key too', async () => {
    const { world, run } = await inTrouble({
      faults: [
        nextPosts(1, answers(400, 'invalid_state')),
        { on: 'audit_log', fault: answers(503) },
      ],
    });
    expect(run.trouble).toMatchObject({ code: 'outcome_unknown', goOn: 'send_anew' });
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'cancelled', keys: 2 });
  });

  it('by a cancellation that was taken and then failed: a new key, once what failed is mended', async () => {
    const { world, run } = await inTrouble({ order: { cancellationFailsWith: 'No provider' } });
    expect(run.trouble).toMatchObject({ code: 'cancellation_failed', known: 'failed' });
    world.service.change(ORDER, { cancellationFailsWith: undefined });
    expect(word(await presses(world, run.runId, BOB))).toBe('going_on');
    await world.launcher.run();
    const after = await world.runNow(run.runId);
    expect(after).toMatchObject({ state: 'cancelled', intent: { actor: BOB } });
    expect(after).not.toHaveProperty('intent.earlier');
    expect(sent(world)).toMatchObject({ posts: 2, keys: 2 });
  });

  it('and the new key refused with 403: ended as forbidden, for nothing is left to take effect', async () => {
    const { world, run } = await inTrouble({ faults: [nextPosts(1, answers(422))] });
    world.service.faults.add(nextPosts(1, answers(403)));
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'refused forbidden' });
  });
});
