import {
  ASKED_AT_MOST,
  type Escalation,
  type EscalationNote,
  LINES,
} from '../../cancellations/trouble/escalation.js';
import { FAILURES } from '../../runbook/failures.js';
import { codes, type Message, ownSection } from './blocks.js';
import { SHOWN } from './limits.js';
import { paragraph, value, words } from './rich.js';
import { groupMention, isSlackId, mention, namedOrders } from './text.js';

/**
 * A post in an escalation's thread (product.md «Level 3»): asked again, for the on-call group
 * (`mention`: its id, ORDER_OPS_MENTION), or a reminder for those who acknowledged.
 */
export function escalationNote(
  { code }: Escalation,
  note: EscalationNote,
  call: { readonly mention?: string },
): Message {
  const said = [...called(note, call.mention), headline(note)].join(' ');
  const { meaning } = FAILURES[code];
  return {
    text: `${said} ${namedOrders(note.orderIds, LINES)}: ${meaning}`,
    blocks: [
      ownSection(`${said} ${meaning}.`),
      paragraph([note.orderIds.slice(0, LINES).flatMap(listed)]),
      ...codes(code),
    ],
  };
}

function called({ note, mentions }: EscalationNote, group: string | undefined): readonly string[] {
  return note === 'asked_again'
    ? groupMention(group)
    : mentions.filter(isSlackId).slice(0, SHOWN.mentions).map(mention);
}

function headline({ note, time }: EscalationNote): string {
  return note === 'asked_again'
    ? `Nobody has acknowledged this yet (asked again ${time} of ${ASKED_AT_MOST} times).`
    : 'Acknowledged an hour ago, and still open.';
}

function listed(orderId: string, place: number) {
  return [...(place > 0 ? [words(', ')] : []), value(orderId, SHOWN.lineOrder)];
}
