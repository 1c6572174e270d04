import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import { type Pace, RATE_LIMITED_AT_MOST } from '../execution/errand.js';
import type { Parts } from '../parts.js';
import type { Delivery, TicketBody } from './ticket-desk.js';

export type HandedOver =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly why: string; readonly tried: readonly string[] };

/** It was to go to a desk when its delivery began, and the settings name none any more. */
const NO_DESK: Delivery = { kind: 'refused', why: 'TICKET_WEBHOOK_URL is unset' };

/** Gives the ticket to the desk, again with the same id until it is taken or refused for good. */
export async function handOver(
  engine: Engine,
  parts: Pick<Parts, 'ticketDesk' | 'records'>,
  body: TicketBody,
  { retryAttempts, retryBase }: Pace,
): Promise<HandedOver> {
  for (let attempt = 1; ; attempt += 1) {
    // Asked for within the step: a replay with other settings must not take other turns.
    const delivery = await engine.step(`deliver, try ${attempt}`, () =>
      deliverOnce(parts, body, attempt),
    );
    if (delivery.kind === 'delivered') return delivery;
    if (delivery.kind === 'refused' || attempt >= retryAttempts) {
      const times = attempt === 1 ? 'once' : `${attempt} times with the same id`;
      const tried = [`sent the ticket ${times}, the last answer: ${delivery.why}`];
      return { kind: 'failed', why: delivery.why, tried };
    }
    const wait = backoff(attempt, retryBase, await engine.random());
    // A receiver that asks for a day would leave the ticket lying with nobody called.
    await engine.sleep(Math.max(wait, Math.min(delivery.retryAfter, RATE_LIMITED_AT_MOST)));
  }
}

/** One try, told in the trail before and after. A step that runs again tries again, under the same id. */
async function deliverOnce(
  { ticketDesk, records }: Pick<Parts, 'ticketDesk' | 'records'>,
  body: TicketBody,
  attempt: number,
): Promise<Delivery> {
  if (!ticketDesk) return NO_DESK;
  const { run_id: runId, order_id: orderId, ticket_id: ticketId } = body;
  const about = { runId, orderId };
  await records.note({ event: 'ticket_sent', ...about, data: { ticketId, attempt } });
  const delivery = await ticketDesk.deliver(body);
  const data = { ticketId, attempt, ...delivery };
  await records.note({ event: 'ticket_answered', ...about, data });
  return delivery;
}
