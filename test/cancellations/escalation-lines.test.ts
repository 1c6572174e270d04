import { describe, expect, it } from 'vitest';
import { askRollback } from '../../src/cancellations/rollback/ask-rollback.js';
import { requestOf } from '../../src/cancellations/run/record.js';
import { openTicket } from '../../src/cancellations/ticket/open-ticket.js';
import type { Delivery } from '../../src/cancellations/ticket/ticket-desk.js';
import { REMIND_AFTER } from '../../src/cancellations/trouble/escalation.js';
import { resolveByHand } from '../../src/cancellations/trouble/resolve-by-hand.js';
import { POLICY } from '../runbook/orders.js';
import {
  alsoInTrouble,
  escalationOf,
  escalationsOf,
  messageOf,
  notesIn,
  passed,
  saidOf,
} from './escalated.js';
import { AT_ONCE, answers, nextPosts, type Story } from './execution.js';
import { BROKEN, FOREVER, inTrouble, presses } from './going-on.js';
import { cancelledOnce, nextReinstates } from './rollback-story.js';
import { ALICE, BOB, CAROL, ORDER, ORDER_OPS, press, useDatabase, type World } from './world.js';

useDatabase();
const WAIT = POLICY.escalationAckTimeout;
const LOOK = 5 * 60_000;

const REFUSED: Story = { faults: [nextPosts(1, answers(422))] };
const UNVERIFIED: Story = {
  order: { billingStays: 'active' },
  timings: { ...AT_ONCE, reinstateMs: 0 },
};

const said = async (world: World) => (await escalationsOf(world)).map(saidOf);

async function acknowledges(world: World, upTo: number, by = CAROL): Promise<number> {
  const { escalationId } = await escalationOf(world);
  const heard = await world.parts.escalations.acknowledge({ escalationId, upTo, by: by.slackId });
  return heard.kind === 'acknowledged' ? heard.count : -1;
}

/** What the trail says of the run's lines: `escalated 1`, the number being the line's place. */
async function trailed(world: World, runId: string) {
  const trail = await world.trail(runId);
  return trail.flatMap(({ event, actor, data }) =>
    /^escalat|^acknowledged$/.test(event) ? [{ event, actor, data }] : [],
  );
}

describe('product.md «A storm»', () => {
  it('is one message for each code, and what comes of a code is added to it by edit', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const [first] = await escalationsOf(world);
    const drawn = first && (await messageOf(world, first))?.wanted;
    await alsoInTrouble(world, run, 'ORD-2');
    await alsoInTrouble(world, run, 'ORD-3', 'bad_service_token');
    await alsoInTrouble(world, run, 'ORD-4');
    await world.launcher.run();
    expect(await said(world)).toStrictEqual([
      ...['rejected_request: open, open, open', 'bad_service_token: open'],
    ]);
    expect(first && (await messageOf(world, first))).toMatchObject({
      ...{ channel: ORDER_OPS, wanted: (drawn ?? 0) + 2 },
    });
  });

  it('begins a new message at the 41st line, and one where all the others are over', async () => {
    const { world, run } = await inTrouble(REFUSED);
    for (let line = 2; line <= 40; line += 1) await alsoInTrouble(world, run, `ORD-S${line}`);
    await world.launcher.run();
    expect(await escalationsOf(world)).toHaveLength(1);
    const other = await alsoInTrouble(world, run, 'ORD-S41');
    await world.launcher.run();
    expect((await escalationsOf(world)).map(({ entries }) => entries.length)).toStrictEqual([
      ...[40, 1],
    ]);
    // Its own message is over now, and the full one takes no more.
    await world.records.move(other.runId, (now, at) => ({
      run: {
        ...{ ...requestOf(now), state: 'refused', intent: run.intent },
        refusal: { code: 'already_cancelled', detail: 'by somebody', at },
      },
      audit: [],
    }));
    await alsoInTrouble(world, run, 'ORD-S42');
    await world.launcher.run();
    const all = await escalationsOf(world);
    expect(all.map(({ entries, isOpen }) => `${entries.length} ${isOpen}`)).toStrictEqual([
      ...['40 true', '1 false', '1 true'],
    ]);
    const orders = all.flatMap(({ entries }) => entries.map(({ orderId }) => orderId));
    expect(new Set(orders).size).toBe(42);
  });

  it('misses none of those that fail at once, while somebody acknowledges and retries', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const ids = Array.from({ length: 12 }, (_, place) => `ORD-S${place}`);
    await Promise.all([
      ...ids.map((id) => alsoInTrouble(world, run, id)),
      ...[acknowledges(world, 1), presses(world, run.runId, BOB)],
    ]);
    await world.launcher.run();
    const lines = (await escalationsOf(world)).flatMap(({ entries }) => entries);
    expect(lines.map(({ orderId }) => orderId).toSorted()).toStrictEqual(
      [ORDER, ...ids].toSorted(),
    );
    const still = lines.filter(({ closed }) => !closed).map(({ orderId }) => orderId);
    expect(still.toSorted()).toStrictEqual(ids.toSorted());
  });

  it('Acknowledge covers the runs listed at that moment; one that comes later asks anew', async () => {
    const { world, run } = await inTrouble(REFUSED);
    await alsoInTrouble(world, run, 'ORD-2');
    expect(await acknowledges(world, 2)).toBe(2);
    await passed(world, 3 * WAIT);
    expect(notesIn(world)).toBe(0);
    await alsoInTrouble(world, run, 'ORD-3');
    await passed(world, WAIT - 1);
    expect(notesIn(world)).toBe(0);
    await passed(world, 1);
    expect(notesIn(world)).toBe(1);
    const { escalationId } = await escalationOf(world);
    const asked = `${escalationId}:asked_again:${world.clock.now()}`;
    expect(await world.outbox.find(asked)).toMatchObject({
      note: { note: 'asked_again', time: 1, orderIds: ['ORD-3'] },
    });
    expect(await said(world)).toStrictEqual([
      `rejected_request: ${CAROL.slackId}, ${CAROL.slackId}, open`,
    ]);
  });

  it('reminds those who acknowledged, an hour after each did, of their own lines', async () => {
    const { world, run } = await inTrouble(REFUSED);
    await alsoInTrouble(world, run, 'ORD-2');
    const { escalationId } = await escalationOf(world);
    const reminder = () => world.outbox.find(`${escalationId}:still_open:${world.clock.now()}`);
    await acknowledges(world, 1, BOB);
    await passed(world, WAIT - 1);
    await acknowledges(world, 2, CAROL);
    await passed(world, REMIND_AFTER - WAIT + 1);
    expect(await reminder()).toMatchObject({
      note: { orderIds: [ORDER], mentions: [BOB.slackId] },
    });
    await passed(world, WAIT - 1);
    expect(await reminder()).toMatchObject({
      note: { orderIds: ['ORD-2'], mentions: [CAROL.slackId] },
    });
    expect(notesIn(world)).toBe(2);
  });
});

describe('A line of an escalation is over', () => {
  it('by Retry; and a trouble that comes again is a line of its own, which asks anew', async () => {
    const { world, run } = await inTrouble(REFUSED);
    await alsoInTrouble(world, run, 'ORD-2');
    await acknowledges(world, 2);
    world.service.faults.add(nextPosts(1, answers(422)));
    await presses(world, run.runId, BOB);
    await world.launcher.run();
    expect(await said(world)).toStrictEqual([
      `rejected_request: retried by ${BOB.slackId}, ${CAROL.slackId}, open`,
    ]);
    const { entries } = await escalationOf(world);
    expect(entries.map(({ runId, trouble }) => runId === run.runId && trouble)).toStrictEqual([
      ...[1, false, 2],
    ]);
    await passed(world, WAIT);
    expect(notesIn(world)).toBe(1);
  });

  it('by itself, where somebody else turns out to have cancelled the order', async () => {
    const { world, run } = await inTrouble({ faults: [nextPosts(FOREVER, BROKEN)] });
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    await passed(world, LOOK);
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'refused' });
    expect(await said(world)).toStrictEqual(['order_service_unavailable: by_itself']);
  });

  it('by Retry, where it was a ticket that could not be delivered', async () => {
    const desk: Delivery[] = [{ kind: 'refused', why: 'HTTP 400' }, { kind: 'delivered' }];
    const { world, runId } = await cancelledOnce({
      ticketDesk: { deliver: async () => desk.shift() ?? { kind: 'delivered' } },
    });
    await passed(world, POLICY.rollbackWindow);
    await openTicket(world.parts, press(await world.runNow(runId), BOB));
    await world.launcher.run();
    expect(await said(world)).toStrictEqual(['ticket_undelivered: open']);
    await presses(world, runId, CAROL);
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({ effect: { ticket: { state: 'opened' } } });
    expect(await said(world)).toStrictEqual([`ticket_undelivered: retried by ${CAROL.slackId}`]);
  });

  it('stays open while a rollback is in trouble of its own, and both end with the order back', async () => {
    const { world, run } = await inTrouble(UNVERIFIED);
    world.service.faults.add(nextReinstates(1, answers(422)));
    await askRollback(world.parts, press(run, BOB));
    await world.launcher.run();
    expect(await said(world)).toStrictEqual(['unverified: open', 'rejected_request: open']);
    await presses(world, run.runId, CAROL);
    await world.launcher.run();
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'rolled_back' });
    expect(await said(world)).toStrictEqual([
      ...['unverified: rolled_back', `rejected_request: retried by ${CAROL.slackId}`],
    ]);
  });

  it('by itself, where only a look had met it; the line of a run beside it stays', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const dark = world.service.faults.add({ on: 'any', fault: answers(401) });
    await world.ask(BOB);
    await alsoInTrouble(world, run, 'ORD-2', 'bad_service_token');
    await world.launcher.run();
    dark.clear();
    await world.ask(BOB);
    expect(await said(world)).toStrictEqual([
      ...['rejected_request: open', 'bad_service_token: by_itself, open'],
    ]);
  });

  it('by hand: the rollback that failed, and the post-check before it', async () => {
    const { world, run } = await inTrouble(UNVERIFIED);
    world.service.faults.add(nextReinstates(1, answers(422)));
    await askRollback(world.parts, press(run, BOB));
    await world.launcher.run();
    const now = press(await world.runNow(run.runId), CAROL);
    await resolveByHand(world.parts, now, { truth: 'cancelled', note: 'Billing is mended' });
    const by = `resolved_by_hand by ${CAROL.slackId}`;
    expect(await said(world)).toStrictEqual([`unverified: ${by}`, `rejected_request: ${by}`]);
  });

  it('is said in the message, which is drawn anew', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const before = await messageOf(world, await escalationOf(world));
    await presses(world, run.runId, BOB);
    const after = await messageOf(world, await escalationOf(world));
    expect(after?.wanted).toBe((before?.wanted ?? 0) + 1);
    await world.launcher.run();
    expect(await messageOf(world, await escalationOf(world))).toMatchObject({
      posted: after?.wanted,
    });
  });

  it('is drawn anew too where Retry finds a change: its button would be of an older card', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const before = await messageOf(world, await escalationOf(world));
    world.service.change(ORDER, { billingRecords: 7 });
    expect(await presses(world, run.runId, BOB)).toMatchObject({ kind: 'redrawn' });
    expect(await said(world)).toStrictEqual(['rejected_request: open']);
    const after = await messageOf(world, await escalationOf(world));
    expect(after?.wanted).toBe((before?.wanted ?? 0) + 1);
  });
});

describe('The audit trail', () => {
  it('says for whom #order-ops was called, who heard it, and how each line came to its end', async () => {
    const { world, run } = await inTrouble(REFUSED);
    const other = await alsoInTrouble(world, run, 'ORD-2');
    await acknowledges(world, 2);
    await presses(world, run.runId, BOB);
    await world.launcher.run();
    const { escalationId } = await escalationOf(world);
    const code = 'rejected_request';
    expect(await trailed(world, run.runId)).toStrictEqual([
      { event: 'escalated', actor: null, data: { escalationId, place: 1, code } },
      { event: 'acknowledged', actor: CAROL.slackId, data: { escalationId, place: 1 } },
      {
        ...{ event: 'escalation_closed', actor: BOB.slackId },
        data: { escalationId, place: 1, how: 'retried' },
      },
    ]);
    expect((await trailed(world, other.runId)).map(({ event, data }) => ({ event, data }))).toEqual(
      [
        { event: 'escalated', data: { escalationId, place: 2, code } },
        { event: 'acknowledged', data: { escalationId, place: 2 } },
      ],
    );
  });

  it('names nobody where it ended by itself', async () => {
    const { world, run } = await inTrouble({ timings: { ...AT_ONCE, processingMs: FOREVER } });
    world.service.settle(ORDER);
    await passed(world, LOOK);
    expect((await trailed(world, run.runId)).at(-1)).toMatchObject({
      ...{ event: 'escalation_closed', actor: null, data: { how: 'by_itself' } },
    });
    expect((await escalationOf(world)).entries).toMatchObject([{ requester: ALICE.slackId }]);
  });
});
