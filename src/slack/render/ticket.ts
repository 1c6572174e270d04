import type { Cancellation } from '../../cancellations/run/record.js';
import type { TicketPiece } from '../../cancellations/telling/outbox.js';
import { linkBlock, type Message, ownSection, plain } from './blocks.js';
import { utcDayAndTime } from './dates.js';
import { effectOf } from './effect.js';
import { LIMITS } from './limits.js';
import { type Line, labelled, paragraph, person, value, words } from './rich.js';
import { namedOrder, shownOrder } from './text.js';

/**
 * CASE-REINSTATE as a message in #order-ops (product.md «Tickets»), the original order in its
 * thread. `link` leads to the card, for those who are in its conversation.
 */
export function ticketMessage(run: Cancellation, { link }: { readonly link?: string }): Message {
  const title = `CASE-REINSTATE ${shownOrder(run.orderId)}`;
  return {
    text: `CASE-REINSTATE ${namedOrder(run.orderId)}: an order has to be reinstated by hand`,
    blocks: [
      { type: 'header', text: plain(title, LIMITS.header) },
      ownSection('*An order has to be reinstated by hand.* The original order is in the thread.'),
      paragraph([
        ...ticketLines(run),
        labelled('Requested by', person(run.requester.slackId)),
        ...('intent' in run ? [labelled('Cancelled by', person(run.intent.actor.slackId))] : []),
        labelled('Run', value(run.runId)),
      ]),
      ...(link ? linkBlock({ url: link, label: 'See the card' }) : []),
    ],
  };
}

/** A part of the original order, whole: all of them together are what the audit log holds. */
export function ticketPiece(run: Cancellation, { text, piece, of }: TicketPiece): Message {
  return {
    text: `CASE-REINSTATE ${namedOrder(run.orderId)}: the original order, part ${piece} of ${of}`,
    blocks: [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
      },
    ],
  };
}

function ticketLines(run: Cancellation): readonly Line[] {
  const effect = effectOf(run);
  if (!effect?.ticket) return [];
  const { ticketId, by, at } = effect.ticket;
  return [
    labelled('Ticket', value(ticketId)),
    labelled('Asked for by', person(by.slackId), words(` at ${utcDayAndTime(at)}`)),
    labelled('Cancelled at', words(utcDayAndTime(effect.cancelledAt))),
  ];
}
