import { describe, expect, it } from 'vitest';
import { checkAgain, confirm } from '../../src/cancellations/request/confirm.js';
import { requestCancellation } from '../../src/cancellations/request/request.js';
import { askRollback, mayRollBack } from '../../src/cancellations/rollback/ask-rollback.js';
import { openTicket } from '../../src/cancellations/ticket/open-ticket.js';
import type { Delivery } from '../../src/cancellations/ticket/ticket-desk.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { POLICY } from '../runbook/orders.js';
import { AT_ONCE, answers, nextPosts, played } from './execution.js';
import { cancelledOnce } from './rollback-story.js';
import { ALICE, BOB, EVE, ORDER, openWorld, press, useDatabase, type World } from './world.js';

useDatabase();

/** The order's entries since the last time that it was asked, as the trail has them. */
async function reader(world: World) {
  let seen = (await world.records.trailOf(ORDER, 1)).entries.at(-1)?.seq ?? 0;
  return async () => {
    const { entries } = await world.records.trailOf(ORDER, 1_000);
    const fresh = entries.filter(({ seq }) => seq > seen);
    seen = fresh.at(-1)?.seq ?? seen;
    return fresh;
  };
}

const verdictsOf = (word: string) => ({
  verdicts: expect.arrayContaining([expect.objectContaining({ check: 'billing_hold', word })]),
});

describe('The trail has an entry of a request and of its verdicts', () => {
  it('when it is requested and when it is confirmed, with who did it', async () => {
    const world = await openWorld();
    const fresh = await reader(world);
    const run = await world.request();
    await confirm(world.parts, press(run, BOB));
    const { slackId: actor, userId } = ALICE;
    expect(await fresh()).toMatchObject([
      { event: 'requested', actor, run_id: run.runId, data: { userId, ...verdictsOf('passed') } },
      {
        event: 'confirmed',
        actor: BOB.slackId,
        data: { digest: run.digest, ...verdictsOf('passed') },
      },
    ]);
  });

  it('when a second look finds a block, finds it again, and finds it gone', async () => {
    const world = await openWorld();
    const run = await world.request();
    const fresh = await reader(world);
    const again = async () => checkAgain(world.parts, press(await world.runNow(run.runId), BOB));
    world.service.change(ORDER, { billingHold: true });
    await confirm(world.parts, press(run, BOB));
    await again();
    world.service.change(ORDER, { billingHold: false });
    await again();
    expect(await fresh()).toMatchObject([
      { event: 'blocked', actor: BOB.slackId, data: verdictsOf('blocked') },
      { event: 'looked_again', actor: BOB.slackId, data: verdictsOf('blocked') },
      { event: 'cleared', actor: BOB.slackId, data: verdictsOf('passed') },
    ]);
  });

  it('when it is refused: changed, held by another, or asked for without the role', async () => {
    const world = await openWorld();
    const fresh = await reader(world);
    const ask = await world.ask();
    await requestCancellation(world.parts, { ...ask, digest: 'of another look' });
    const run = await world.request();
    await requestCancellation(world.parts, ask);
    await requestCancellation(world.parts, { ...ask, requester: EVE });
    world.service.change(ORDER, { billingHold: true });
    await requestCancellation(world.parts, ask);
    const refused = { event: 'request_refused', run_id: null, order_id: ORDER };
    expect(await fresh()).toMatchObject([
      {
        ...refused,
        actor: ALICE.slackId,
        data: { code: 'order_changed', ...verdictsOf('passed') },
      },
      { event: 'requested' },
      { ...refused, actor: ALICE.slackId, data: { code: 'live_run', holder: run.runId } },
      { ...refused, actor: EVE.slackId, data: { code: 'not_entitled' } },
      { ...refused, actor: ALICE.slackId, data: { code: 'billing_hold' } },
    ]);
  });

  it('when a press is refused after its second look, with what that found', async () => {
    const world = await openWorld();
    const run = await world.request();
    const fresh = await reader(world);
    await confirm(world.parts, press(run, EVE));
    const both = [ALICE, BOB].map((person) => confirm(world.parts, press(run, person)));
    await Promise.all(both);
    const refused = (await fresh()).filter(({ event }) => event === 'press_refused');
    expect(refused).toMatchObject([
      { actor: EVE.slackId, data: { code: 'not_entitled', detail: expect.any(String) } },
      { data: { code: 'decided', ...verdictsOf('passed') } },
    ]);
  });
});

describe('The trail has an entry of each call, before its first byte, and of its answer', () => {
  it('with its key, its try and its request id, and of each wait between them', async () => {
    const { world, run } = await played({
      timings: AT_ONCE,
      faults: [nextPosts(1, answers(429)), nextPosts(1, { kind: 'break', when: 'before_effect' })],
    });
    const { entries } = await world.records.trailOf(ORDER, 1_000);
    const key = 'intent' in run && run.intent.key;
    const about = { run_id: run.runId, actor: ALICE.slackId };
    const sent = (attempt: number) => ({
      ...{ event: 'cancel_sent', ...about },
      data: { key, attempt, userId: ALICE.userId },
    });
    const answered = (attempt: number, kind: string) => ({
      ...{ event: 'cancel_answered', ...about },
      data: { key, attempt, kind, requestId: expect.any(String) },
    });
    const mine = entries.filter(({ run_id }) => run_id === run.runId);
    expect(mine.slice(2, 10)).toMatchObject([
      ...[sent(1), answered(1, 'rate_limited')],
      { event: 'rate_limited', data: { code: 'rate_limited', attempt: 1 } },
      ...[sent(2), answered(2, 'unknown')],
      { event: 'retrying', data: { code: 'order_service_unavailable', attempt: 2 } },
      ...[sent(3), answered(3, 'accepted')],
    ]);
    const received = world.posts().map(({ requestId }) => requestId);
    const told = mine.filter(({ event }) => event === 'cancel_answered').map(({ data }) => data);
    expect(told).toMatchObject(received.map((requestId) => ({ requestId })));
  });

  it('and none of a try that somebody else has begun', async () => {
    const world = await openWorld();
    const { runId } = await world.request();
    const fresh = await reader(world);
    const key = '0e1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
    const call = { event: 'cancel_sent', runId, orderId: ORDER };
    const begun = [1, 2, 3].map(() => world.records.beginAttempt(runId, key, 1, call));
    expect((await Promise.all(begun)).filter(Boolean)).toHaveLength(1);
    expect(await fresh()).toMatchObject([{ event: 'cancel_sent', run_id: runId }]);
  });

  it('with the code, the request id and what is known where it ends in trouble', async () => {
    const { world } = await played({ faults: [nextPosts(1, answers(422))] });
    const { entries } = await world.records.trailOf(ORDER, 1_000);
    const answer = entries.findLast(({ event }) => event === 'cancel_answered');
    const [post] = world.posts();
    expect(answer?.data).toMatchObject({ kind: 'refused', httpStatus: 422 });
    expect(entries.findLast(({ event }) => event === 'troubled')?.data).toMatchObject({
      ...{ code: 'rejected_request', level: 3, known: 'not_started' },
      requestId: post?.requestId,
    });
  });
});

describe('The trail has an entry of each step of a rollback', () => {
  it('asked, its eligibility, its call, its answer and its end', async () => {
    const { world, run } = await cancelledOnce();
    const fresh = await reader(world);
    await mayRollBack(world.parts, press(run, BOB));
    await askRollback(world.parts, press(run, BOB));
    await world.launcher.run();
    expect(await fresh()).toMatchObject([
      { event: 'rollback_asked', actor: BOB.slackId, data: { windowEndsAt: expect.any(Number) } },
      { event: 'rollback_confirmed', actor: BOB.slackId, data: { eligible: true } },
      { event: 'reinstate_sent', data: { attempt: 1, userId: BOB.userId } },
      { event: 'reinstate_answered', data: { kind: 'accepted', requestId: expect.any(String) } },
      { event: 'rolled_back', data: { status: 'pending' } },
    ]);
  });

  it('and of one that the order service does not allow', async () => {
    const { world, run } = await cancelledOnce({ order: { notReinstatableBecause: 'Given away' } });
    const fresh = await reader(world);
    await askRollback(world.parts, press(run, BOB));
    expect(await fresh()).toMatchObject([
      {
        event: 'not_eligible',
        actor: BOB.slackId,
        data: { eligible: false, reason: 'Given away' },
      },
    ]);
  });
});

it('The trail has an entry of a ticket, of each try to hand it over, and of what came of it', async () => {
  const later: Delivery = { kind: 'later', why: 'HTTP 503', retryAfter: 0 };
  const deliveries: Delivery[] = [later, { kind: 'refused', why: 'HTTP 400' }];
  const deliver = async () => deliveries.shift() ?? ({ kind: 'delivered' } as const);
  const { world, runId } = await cancelledOnce({ ticketDesk: { deliver } });
  await world.clock.advance(POLICY.rollbackWindow);
  await world.launcher.run();
  const fresh = await reader(world);
  await openTicket(world.parts, press(await world.runNow(runId), BOB));
  await world.launcher.run();
  await goOn(world.parts, press(await world.runNow(runId), BOB));
  await world.launcher.run();
  const told = (await fresh()).filter(({ event }) => event.startsWith('ticket'));
  const tried = (attempt: number, kind: string) => [
    { event: 'ticket_sent', run_id: runId, order_id: ORDER, data: { attempt } },
    { event: 'ticket_answered', run_id: runId, data: { attempt, kind } },
  ];
  expect(told).toMatchObject([
    { event: 'ticket_asked', actor: BOB.slackId, data: { attempt: 1 } },
    ...[...tried(1, 'later'), ...tried(2, 'refused')],
    { event: 'ticket_failed', data: { code: 'ticket_undelivered' } },
    { event: 'ticket_asked', actor: BOB.slackId, data: { attempt: 2 } },
    ...tried(1, 'delivered'),
    { event: 'ticket_opened' },
  ]);
});

it('The trail has an entry of each thing that happens to an escalation, by its lines', async () => {
  const { world, run } = await played({ faults: [nextPosts(1, answers(422))] });
  const fresh = await reader(world);
  const escalationId = world.shown.all.find(({ kind }) => kind === 'escalation')?.runId ?? '';
  for (let asked = 1; asked <= 4; asked += 1) {
    await world.clock.advance(POLICY.escalationAckTimeout);
    await world.launcher.run();
  }
  await world.parts.escalations.acknowledge({ escalationId, upTo: 1, by: BOB.slackId });
  await world.clock.advance(60 * 60_000);
  await world.launcher.run();
  await goOn(world.parts, press(await world.runNow(run.runId), BOB));
  const entries = (await fresh()).filter(({ data }) => JSON.stringify(data).includes(escalationId));
  const line = { run_id: run.runId, order_id: ORDER };
  expect(entries).toMatchObject([
    ...[1, 2, 3].map((time) => ({ ...line, event: 'asked_again', data: { place: 1, time } })),
    { ...line, event: 'unanswered', data: { place: 1 } },
    { ...line, event: 'acknowledged', actor: BOB.slackId },
    { ...line, event: 'still_open' },
    { ...line, event: 'escalation_closed', actor: BOB.slackId, data: { how: 'retried' } },
  ]);
});
