import type { KnownBlock } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { FAILURES } from '../../runbook/failures.js';
import { codes, linkBlock, type Message, ownSection } from './blocks.js';
import { card } from './card.js';
import { utcDayAndTime } from './dates.js';
import { SHOWN } from './limits.js';
import {
  type Line,
  orderLine,
  paragraph,
  person,
  strong,
  untitledList,
  value,
  words,
} from './rich.js';
import { stateLabel } from './state.js';
import { refundLine } from './summary.js';
import { andMore, type Besides, namedOrder, namedOrders, sentence, shownOrder } from './text.js';

/**
 * How a run stands (product.md «Reading»). `full` for entitled people, with the live buttons, so
 * that a lost card strands nobody; otherwise id and state alone. `link` is the card's permalink,
 * given only to those who are in its conversation.
 */
export function statusReply(
  run: Cancellation,
  show: { readonly full: boolean; readonly rollbackWindow: number; readonly link?: string },
): Message {
  const text = `${namedOrder(run.orderId)}: ${stateLabel(run)}`;
  const link = show.link ? linkBlock({ url: show.link, label: 'See the card' }) : [];
  if (!show.full) return { text, blocks: [brief(run), ...link] };
  // The card as it stands: whoever confirms from here has read what the card asks them to read.
  return { text, blocks: [...card(run, show).blocks, ...link] };
}

/** Nothing is known of a run for this order, or nothing that this person may see. */
export function noRunReply(orderId: string): Message {
  const { meaning, advice } = FAILURES.no_such_run;
  return {
    text: `${namedOrder(orderId)}: ${sentence(meaning)}`,
    blocks: [
      orderLine(orderId),
      ownSection(`${sentence(meaning)} ${sentence(advice)}`),
      ...codes('no_such_run'),
    ],
  };
}

/** The runs given, newest first as they come. */
export function listReply(
  runs: readonly Cancellation[],
  show: Besides & { readonly full: boolean },
): Message {
  if (runs.length === 0) {
    const none = 'There are no cancellations to show.';
    return { text: none, blocks: [ownSection(none)] };
  }
  const shown = runs.slice(0, SHOWN.runs);
  const more = andMore(runs.length - shown.length, show);
  const rest = more ? [ownSection(more)] : [];
  const orderIds = runs.map(({ orderId }) => orderId);
  return {
    text: `Cancellations: ${namedOrders(orderIds, SHOWN.runIds, show)}`,
    blocks: [
      ownSection('*Cancellations*'),
      untitledList(shown, show.full ? fullLine : briefLine),
      ...rest,
    ],
  };
}

function brief(run: Cancellation): KnownBlock {
  return paragraph([briefLine(run)]);
}

function briefLine(run: Cancellation): Line {
  return [strong(shownOrder(run.orderId)), words(`  ${stateLabel(run)}`)];
}

function fullLine(run: Cancellation): Line {
  return [
    ...briefLine(run),
    words('\n'),
    person(run.requester.slackId),
    words(` at ${utcDayAndTime(run.requestedAt)}, refund `),
    value(refundLine(run.impact)),
  ];
}
