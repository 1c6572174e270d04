import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/cancellations/run/intent.js';
import { openTicket } from '../../src/cancellations/ticket/open-ticket.js';
import type { Delivery, TicketBody } from '../../src/cancellations/ticket/ticket-desk.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { resolveByHand } from '../../src/cancellations/trouble/resolve-by-hand.js';
import { POLICY } from '../runbook/orders.js';
import { answers } from './execution.js';
import { cancelledOnce } from './rollback-story.js';
import { ALICE, BOB, CAROL, EVE, ORDER, press, useDatabase, type WorldOptions } from './world.js';

useDatabase();

/** A cancellation whose rollback window is closed. */
async function closedWindow(options: WorldOptions = {}) {
  const { world, runId } = await cancelledOnce(options);
  await world.clock.advance(POLICY.rollbackWindow);
  await world.launcher.run();
  const run = await world.runNow(runId);
  return { world, runId, run, asks: (by: Person) => openTicket(world.parts, press(run, by)) };
}

/** A desk that answers so, one after the other, and keeps what it was given. */
function desk(...deliveries: readonly Delivery[]) {
  const bodies: TicketBody[] = [];
  return {
    bodies,
    ticketDesk: {
      async deliver(body: TicketBody): Promise<Delivery> {
        bodies.push(body);
        return deliveries[bodies.length - 1] ?? { kind: 'delivered' };
      },
    },
  };
}

const LATER: Delivery = { kind: 'later', why: 'HTTP 503', retryAfter: 0 };
const REFUSED: Delivery = { kind: 'refused', why: 'HTTP 400' };

describe('Runbook «After 2 hours»: CASE-REINSTATE', () => {
  it('is made once, however many ask and however often', async () => {
    const { world, runId, asks } = await closedWindow();
    const outcomes = await Promise.all([BOB, ALICE, CAROL, BOB].map(asks));
    const ids = outcomes.map((one) => (one.kind === 'ticket' ? one.ticketId : one.code));
    expect(new Set(ids).size).toBe(1);
    expect(outcomes.filter((one) => one.kind === 'ticket' && one.isNew)).toHaveLength(1);
    await world.launcher.run();
    await asks(CAROL);
    await world.launcher.run();
    expect(world.shown.all.filter(({ kind }) => kind === 'ticket')).toHaveLength(1);
    expect(await world.runNow(runId)).toMatchObject({
      ...{ state: 'cancelled', effect: { ticket: { state: 'opened', ticketId: ids[0] } } },
    });
    expect(world.shown.thread(runId).at(-1)).toMatchObject({ milestone: 'ticket_opened' });
    const events = (await world.trail(runId)).map(({ event }) => event);
    expect(events.filter((event) => event === 'ticket_opened')).toHaveLength(1);
  });

  it('is refused while the order can still be rolled back, and to those without the role', async () => {
    const { world, run } = await cancelledOnce();
    expect(await openTicket(world.parts, press(run, BOB))).toMatchObject({ code: 'window_open' });
    const { asks } = await closedWindow();
    expect(await asks(EVE)).toMatchObject({ kind: 'refused', code: 'not_entitled' });
  });

  it('holds the original order data of the audit log whole, in pieces that make one JSON', async () => {
    const items = Array.from({ length: 300 }, (_, place) => ({
      ...{ sku: `LAMP-${place}-😀`, quantity: place },
    }));
    const { world, runId, asks } = await closedWindow({ order: { items } });
    await asks(BOB);
    await world.launcher.run();
    const pieces = world.shown.all.filter(({ kind }) => kind === 'ticket_piece');
    expect(pieces.length).toBeGreaterThan(1);
    const texts = await Promise.all(
      pieces.map(async (_, place) => {
        const post = await world.outbox.find(`${runId}:ticket:${place + 1}`);
        return post?.kind === 'ticket_piece' ? post.content.text : '';
      }),
    );
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(2_800);
    const whole = JSON.stringify(JSON.parse(texts.join('')));
    expect(whole).toContain('LAMP-299-😀');
    expect(whole).not.toContain('order.cancelled');
  });

  it('cannot be made without the audit log: escalated, and Retry makes it', async () => {
    const { world, runId, asks } = await closedWindow();
    const dark = world.service.faults.add({ on: 'audit_log', fault: answers(500) });
    await asks(BOB);
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({
      effect: { ticket: { state: 'failed', tried: [expect.stringMatching(/5 times/)] } },
    });
    dark.clear();
    const now = await world.runNow(runId);
    expect((await goOn(world.parts, press(now, CAROL))).kind).toBe('going_on');
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({ effect: { ticket: { state: 'opened' } } });
  });
});

describe('CASE-REINSTATE to a desk', () => {
  it('carries who, when and what, and goes out under one id until it is taken', async () => {
    const { bodies, ticketDesk } = desk(LATER, { ...LATER, retryAfter: 90_000 });
    const { world, runId, asks } = await closedWindow({ ticketDesk });
    await asks(BOB);
    await world.launcher.run();
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies.map(({ ticket_id }) => ticket_id)).size).toBe(1);
    expect(bodies[0]).toMatchObject({
      ...{ template: 'CASE-REINSTATE', order_id: ORDER, run_id: runId, link: null },
      ...{ requested_by: ALICE.userId, cancelled_by: ALICE.userId },
    });
    const sleeps = world.launcher.records('deliverTicket').flatMap((record) => record.sleeps);
    expect(sleeps.at(-1)).toBe(90_000);
    expect(await world.runNow(runId)).toMatchObject({ effect: { ticket: { state: 'opened' } } });
    expect(world.shown.all.filter(({ kind }) => kind === 'ticket')).toStrictEqual([]);
  });

  it.each([
    ['refused', [REFUSED], 1],
    ['away for as long as it is tried', Array.from({ length: 5 }, () => LATER), 5],
  ] as const)(
    '%s: escalated, and Retry delivers it under the same id',
    async (_, answered, tries) => {
      const { bodies, ticketDesk } = desk(...answered);
      const { world, runId, asks } = await closedWindow({ ticketDesk });
      await asks(BOB);
      await world.launcher.run();
      expect(bodies).toHaveLength(tries);
      const failed = await world.runNow(runId);
      expect(failed).toMatchObject({ effect: { ticket: { state: 'failed', attempt: 1 } } });
      expect(world.shown.all.filter(({ kind }) => kind === 'escalation').length).toBeGreaterThan(0);
      expect((await goOn(world.parts, press(failed, CAROL))).kind).toBe('going_on');
      expect(await goOn(world.parts, press(failed, BOB))).toMatchObject({ code: 'not_in_trouble' });
      await world.launcher.run();
      expect(await world.runNow(runId)).toMatchObject({ effect: { ticket: { state: 'opened' } } });
      expect(new Set(bodies.map(({ ticket_id }) => ticket_id)).size).toBe(1);
    },
  );

  it('that failed is made by hand: said so, and never delivered afterwards', async () => {
    const { bodies, ticketDesk } = desk(REFUSED);
    const { world, runId, asks } = await closedWindow({ ticketDesk });
    await asks(BOB);
    await world.launcher.run();
    const said = { truth: 'cancelled', note: 'Made it in the ticket tool' } as const;
    const failed = press(await world.runNow(runId), CAROL);
    expect((await resolveByHand(world.parts, failed, said)).kind).toBe('resolved');
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({
      ...{ state: 'cancelled', effect: { ticket: { state: 'by_hand', madeBy: CAROL.slackId } } },
    });
    expect(bodies).toHaveLength(1);
  });

  it('is delivered under one id wherever the process dies', async () => {
    const whole = await closedWindow(desk());
    await whole.asks(BOB);
    await whole.world.launcher.run();
    const words = whole.world.launcher.records('deliverTicket')[0]?.words ?? [];
    expect(words.length).toBeGreaterThan(2);
    for (const [word, { name }] of words.entries()) {
      const moments = name.startsWith('step') ? (['in', 'after'] as const) : (['after'] as const);
      for (const moment of moments) {
        const { bodies, ticketDesk } = desk();
        const { world, runId, asks } = await closedWindow({ ticketDesk });
        await asks(BOB);
        await world.launcher.run({ workflow: 'deliverTicket', word, moment });
        await world.wake();
        await world.launcher.run();
        expect(await world.runNow(runId)).toMatchObject({
          effect: { ticket: { state: 'opened' } },
        });
        expect(new Set(bodies.map(({ ticket_id }) => ticket_id)).size, name).toBe(1);
      }
    }
  });
});
