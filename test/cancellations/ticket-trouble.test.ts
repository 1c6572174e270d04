import { describe, expect, it } from 'vitest';
import { openTicket } from '../../src/cancellations/ticket/open-ticket.js';
import type { Delivery, TicketDesk } from '../../src/cancellations/ticket/ticket-desk.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { POLICY } from '../runbook/orders.js';
import { AT_ONCE } from './execution.js';
import { ALICE, BOB, CAROL, openWorld, press, useDatabase } from './world.js';

useDatabase();

const LATER: Delivery = { kind: 'later', why: 'HTTP 503', retryAfter: 0 };

/** Carol has asked for the ticket of a cancellation that Alice requested and Bob confirmed. */
async function asked(desk: Delivery) {
  const settings: { ticketDesk?: TicketDesk | undefined } = {
    ticketDesk: { deliver: async () => desk },
  };
  const world = await openWorld({ timings: AT_ONCE });
  // As a restart reads them anew: the settings may be others by then.
  Object.defineProperty(world.parts, 'ticketDesk', { get: () => settings.ticketDesk });
  const { runId } = await world.confirmed({}, BOB);
  await world.launcher.run();
  await world.clock.advance(POLICY.rollbackWindow);
  await openTicket(world.parts, press(await world.runNow(runId), CAROL));
  return { world, runId, settings };
}

describe('A CASE-REINSTATE ticket that is not taken', () => {
  it('is told to requester, approver and the person who asked for it', async () => {
    const { world, runId } = await asked({ kind: 'refused', why: 'HTTP 400' });
    await world.launcher.run();
    expect(world.shown.thread(runId).at(-1)).toMatchObject({
      ...{ milestone: 'ticket_failed', code: 'ticket_undelivered' },
      mentions: [ALICE, BOB, CAROL].map(({ slackId }) => slackId),
    });
  });

  it('whose TICKET_WEBHOOK_URL is unset between two tries is escalated, and Retry brings it to #order-ops', async () => {
    const whole = await asked(LATER);
    await whole.world.launcher.run();
    const words = whole.world.launcher.records('deliverTicket')[0]?.words ?? [];
    const word = words.findIndex(({ name }) => name === 'step deliver, try 1');
    expect(word).toBeGreaterThan(0);

    const { world, runId, settings } = await asked(LATER);
    await world.launcher.run({ workflow: 'deliverTicket', word, moment: 'after' });
    expect(world.launcher.crashes).toBe(1);
    settings.ticketDesk = undefined;
    await world.wake();
    await world.launcher.run();
    const failed = await world.runNow(runId);
    expect(failed).toMatchObject({
      effect: { ticket: { state: 'failed', detail: 'TICKET_WEBHOOK_URL is unset' } },
    });
    expect((await goOn(world.parts, press(failed, BOB))).kind).toBe('going_on');
    await world.launcher.run();
    expect(await world.runNow(runId)).toMatchObject({ effect: { ticket: { state: 'opened' } } });
    expect(world.shown.all.filter(({ kind }) => kind === 'ticket')).toHaveLength(1);
  });
});
