import type { Effect, Ticket } from '../run/effect.js';
import { withHistory } from '../run/history.js';
import type { Person } from '../run/intent.js';
import type { Cancellation } from '../run/record.js';
import type { Move } from '../run/records.js';
import { nextTrouble } from '../trouble/escalation.js';

/** The ticket is out: in #order-ops with its `pieces`, or taken by the desk. `at` is epoch ms. */
export function ticketOpened(
  run: Cancellation,
  at: number,
  pieces?: readonly string[],
): Move | undefined {
  return withTicket(run, ({ ticketId, by, at: askedAt }) => ({
    ticket: { ticketId, by, at: askedAt, state: 'opened', openedAt: at },
    move: (changed) => ({
      run: withHistory(changed, { event: 'ticket_opened', at }),
      audit: [
        {
          ...{ event: 'ticket_opened', runId: run.runId, orderId: run.orderId },
          data: { ticketId },
        },
      ],
      thread: [{ milestone: 'ticket_opened', at, detail: ticketId, mentions: [by.slackId] }],
      ...(pieces && { ticketPieces: pieces }),
    }),
  }));
}

/** It could not be delivered: escalated like the run's troubles, and told to the same people. */
export function ticketFailed(
  run: Cancellation,
  at: number,
  detail: string,
  tried: readonly string[],
): Move | undefined {
  const number = nextTrouble(run);
  const code = 'ticket_undelivered';
  return withTicket(run, ({ ticketId, by, at: askedAt, attempt }, approver) => ({
    ticket: {
      ...{ ticketId, by, at: askedAt, state: 'failed', attempt, failedAt: at },
      ...{ number, detail, tried: [...tried] },
    },
    move: (changed) => ({
      run: withHistory(changed, { event: 'ticket_failed', at, code }),
      audit: [
        {
          ...{ event: 'ticket_failed', runId: run.runId, orderId: run.orderId },
          data: { ticketId, code, detail },
        },
      ],
      thread: [
        {
          ...{ milestone: 'ticket_failed', at, code },
          mentions: [...new Set([run.requester, approver, by].map(({ slackId }) => slackId))],
        },
      ],
    }),
  }));
}

interface Ticketed {
  readonly ticket: Ticket;
  move(changed: Cancellation): Move;
}

/** Only a ticket that is on its way moves. */
function withTicket(
  run: Cancellation,
  next: (opening: Extract<Ticket, { state: 'opening' }>, approver: Person) => Ticketed,
): Move | undefined {
  if (!('effect' in run) || run.effect?.ticket?.state !== 'opening') return undefined;
  const { ticket, move } = next(run.effect.ticket, run.intent.actor);
  const effect: Effect = { ...run.effect, ticket };
  return move({ ...run, effect });
}
