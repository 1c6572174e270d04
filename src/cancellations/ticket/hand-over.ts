import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import { type Pace, RATE_LIMITED_AT_MOST } from '../execution/errand.js';
import type { TicketBody, TicketDesk } from './ticket-desk.js';

export type HandedOver =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly why: string; readonly tried: readonly string[] };

/** Gives the ticket to the desk, again with the same id until it is taken or refused for good. */
export async function handOver(
  engine: Engine,
  desk: TicketDesk,
  body: TicketBody,
  { retryAttempts, retryBase }: Pace,
): Promise<HandedOver> {
  for (let attempt = 1; ; attempt += 1) {
    const delivery = await engine.step(`deliver, try ${attempt}`, () => desk.deliver(body));
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
