import { z } from 'zod';
import { failureCodeSchema } from '../../runbook/failures.js';
import { postCheckSchema } from '../../runbook/post-checks.js';
import { personSchema } from './intent.js';

/** Epoch ms, by the database's clock. */
const time = z.number();

const asked = { ticketId: z.uuid(), by: personSchema, at: time };

/** CASE-REINSTATE: at most one for a run, its id made once. `attempt` counts its deliveries. */
const ticketSchema = z.discriminatedUnion('state', [
  z.object({ ...asked, state: z.literal('opening'), attempt: z.number().int() }),
  z.object({ ...asked, state: z.literal('opened'), openedAt: time }),
  z.object({
    ...{ ...asked, state: z.literal('failed'), attempt: z.number().int(), failedAt: time },
    /** Counted among the run's troubles: it is escalated like them. */
    number: z.number().int(),
    detail: z.string(),
    tried: z.array(z.string()),
  }),
  /** It could not be delivered, and a person made it. */
  z.object({ ...asked, state: z.literal('by_hand'), madeBy: z.string(), madeAt: time }),
]);
export type Ticket = z.infer<typeof ticketSchema>;

/** The cancellation was seen completed; the rollback window runs from then on. */
export const effectSchema = z.object({
  cancelledAt: time,
  windowEndsAt: time,
  /** Closed by its end, by a newer run for the order, or by a clock that went back. */
  window: z.enum(['open', 'closed']),
  postChecks: z.array(postCheckSchema),
  /** The last rollback that came to nothing: not eligible, or refused. Nothing of it took effect. */
  notRolledBack: z
    .object({
      code: failureCodeSchema,
      detail: z.string(),
      inChannel: z.string().optional(),
      at: time,
      by: z.string(),
    })
    .optional(),
  ticket: ticketSchema.optional(),
});
export type Effect = z.infer<typeof effectSchema>;

/** Whether a rollback may begin. `now` is epoch ms by the database's clock, see `windowClock`. */
export function isWindowOpen({ window, windowEndsAt }: Effect, now: number): boolean {
  return window === 'open' && now < windowEndsAt;
}

/** Runbook «After 2 hours», and where the order service allows no way back: the ticket is offered. */
export function isTicketDue(effect: Effect, now: number): boolean {
  return !isWindowOpen(effect, now) || effect.notRolledBack?.code === 'not_eligible';
}

/**
 * product.md «The rollback window»: the time by which it is measured, never earlier than the newest
 * recorded one. A clock that went back by more than the skew closes every window: a jump may close
 * one early, never prolong it. Epoch ms and ms.
 */
export function windowClock(
  { now, newest }: { readonly now: number; readonly newest: number },
  clockSkew: number,
): number {
  return newest - now > clockSkew ? Number.POSITIVE_INFINITY : Math.max(now, newest);
}
