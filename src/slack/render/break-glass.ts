import type { KnownBlock } from '@slack/types';
import type { BrokenGlass } from '../../cancellations/run/broken-glass.js';
import type { Cancellation } from '../../cancellations/run/record.js';
import { linkBlock, type Message, ownSection, plain } from './blocks.js';
import { offerButton } from './buttons.js';
import { utcDayAndTime } from './dates.js';
import { LIMITS, SHOWN } from './limits.js';
import { labelled, paragraph, person, quoted, value, words } from './rich.js';
import { mention, namedOrder, shownOrder } from './text.js';

/**
 * Tells #order-ops that somebody decided alone where a second person was needed, and why. `link` leads
 * to the card, for those who are in its conversation.
 */
export function breakGlassMessage(
  run: Cancellation,
  { by, at, reason, roles }: BrokenGlass,
  { link }: { readonly link?: string },
): Message {
  return {
    text: `Break-glass ${namedOrder(run.orderId)}: ${mention(by)} decided alone`,
    blocks: [
      {
        type: 'header',
        text: plain(`Break-glass ${shownOrder(run.orderId)}`, LIMITS.header),
      },
      ownSection(`${mention(by)} *decided alone* where a second person is needed.`),
      quoted('Reason', reason, SHOWN.notes),
      paragraph([
        labelled('Decided at', words(utcDayAndTime(at))),
        labelled('By the role', value(roles.join(', '))),
        labelled('Requested by', person(run.requester.slackId)),
        labelled('Run', value(run.runId)),
      ]),
      { type: 'actions', elements: [offerButton('details', run)] },
      ...(link ? linkBlock({ url: link, label: 'See the card' }) : []),
    ],
  };
}

/** For the card: that it was decided alone, and by whom. Why stands behind «Details». */
export function brokenGlassLine(run: Cancellation): readonly KnownBlock[] {
  const glass = brokenGlassOf(run);
  if (!glass) return [];
  return [
    ownSection(`🔨 *Break-glass*: ${mention(glass.by)} decided alone, without a second person.`),
  ];
}

/** The same with the reason: for entitled people. */
export function brokenGlassDetails(run: Cancellation): readonly KnownBlock[] {
  const glass = brokenGlassOf(run);
  if (!glass) return [];
  return [
    quoted('Why the glass was broken', glass.reason, SHOWN.notes),
    paragraph([
      labelled('Broken by', person(glass.by), words(` at ${utcDayAndTime(glass.at)}`)),
      labelled('By the role', value(glass.roles.join(', '))),
    ]),
  ];
}

function brokenGlassOf(run: Cancellation): BrokenGlass | undefined {
  return 'intent' in run ? run.intent.brokenGlass : undefined;
}
