import type { AuditEvent } from '../audit.js';
import type { Effect, Ticket } from '../run/effect.js';
import { withHistory } from '../run/history.js';
import { type Cancellation, type In, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';
import type { Resolution } from '../run/trouble.js';

/** What a person may resolve by hand: a run in trouble, or a ticket that could not be delivered. */
export type Resolvable =
  | { readonly kind: 'run'; readonly run: In<'troubled' | 'rollback_troubled'> }
  | { readonly kind: 'ticket'; readonly run: Cancellation; readonly effect: Failed };

type Failed = Effect & { readonly ticket: Extract<Ticket, { state: 'failed' }> };

/** Undefined where there is nothing to resolve. */
export function resolvableOf(run: Cancellation): Resolvable | undefined {
  if (run.state === 'troubled' || run.state === 'rollback_troubled') return { kind: 'run', run };
  const effect = 'effect' in run ? run.effect : undefined;
  if (effect?.ticket?.state !== 'failed') return undefined;
  return { kind: 'ticket', run, effect: { ...effect, ticket: effect.ticket } };
}

/**
 * The run is resolved: afterwards nothing more is sent. `effect` where the order is cancelled and our
 * run did it; a ticket that had failed is done with it too.
 */
export function resolved(
  run: In<'troubled' | 'rollback_troubled'>,
  resolution: Resolution,
  effect: Effect | undefined,
): Move {
  const { runId, orderId, intent, trouble } = run;
  const { truth, note, by, at } = resolution;
  const kept = truth === 'cancelled' && effect ? { effect: withoutFailed(effect, by, at) } : {};
  return {
    run: withHistory(
      {
        ...{ ...requestOf(run), state: 'resolved', intent, trouble, resolution, ...kept },
        turn: run.turn + 1,
      },
      { event: 'resolved_by_hand', at, by },
    ),
    audit: [
      { event: 'resolved_by_hand', runId, orderId, actor: by, data: { truth, note } },
      ...ticketsByHand(run, kept.effect, resolution),
    ],
    thread: [
      {
        ...{ milestone: 'resolved_by_hand', at, by },
        detail: truth === 'cancelled' ? 'The order is cancelled' : 'The order is not cancelled',
        mentions: [...new Set([run.requester.slackId, intent.actor.slackId])],
      },
    ],
  };
}

/** A person made the ticket. The run itself stays as it is. */
export function ticketByHand(
  { run, effect }: Extract<Resolvable, { kind: 'ticket' }>,
  { note, by, at }: Resolution,
): Move | undefined {
  if (!('effect' in run)) return undefined;
  const { runId, orderId } = run;
  const { ticketId } = effect.ticket;
  return {
    run: withHistory(
      { ...run, effect: withoutFailed(effect, by, at) },
      { event: 'resolved_by_hand', at, by },
    ),
    audit: [{ event: 'ticket_by_hand', runId, orderId, actor: by, data: { ticketId, note } }],
    thread: [
      {
        ...{ milestone: 'resolved_by_hand', at, by },
        detail: 'The CASE-REINSTATE ticket was made by hand',
        mentions: [run.requester.slackId],
      },
    ],
  };
}

/** A ticket that had failed is done with along with its run. */
function ticketsByHand(
  { runId, orderId }: Cancellation,
  effect: Effect | undefined,
  { note, by, at }: Resolution,
): readonly AuditEvent[] {
  const ticket = effect?.ticket;
  if (ticket?.state !== 'by_hand' || ticket.madeAt !== at) return [];
  const data = { ticketId: ticket.ticketId, note };
  return [{ event: 'ticket_by_hand', runId, orderId, actor: by, data }];
}

function withoutFailed(effect: Effect, madeBy: string, madeAt: number): Effect {
  if (effect.ticket?.state !== 'failed') return effect;
  const { ticketId, by, at } = effect.ticket;
  return { ...effect, ticket: { ticketId, by, at, state: 'by_hand', madeBy, madeAt } };
}
