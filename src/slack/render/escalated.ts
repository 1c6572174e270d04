import type { KnownBlock } from '@slack/types';
import { isCancelled } from '../../cancellations/rollback/window.js';
import type { Cancellation } from '../../cancellations/run/record.js';
import type { Closing, Entry } from '../../cancellations/trouble/escalation.js';
import { ownSection } from './blocks.js';
import { slackTime, utcTime } from './dates.js';
import { SHOWN } from './limits.js';
import { type Line, labelled, paragraph, person, value, words } from './rich.js';
import { type Standing, standingOf } from './standing.js';
import { stateLabel } from './state.js';
import { mention, sentence } from './text.js';
import {
  deedOf,
  type InTrouble,
  isInTrouble,
  KNOWN_WORDS,
  knownLine,
  saysKnown,
} from './trouble.js';

/** How an entry came to its end. */
const CLOSINGS: Readonly<Record<Closing, string>> = {
  retried: 'retried',
  resolved_by_hand: 'resolved by hand',
  by_itself: 'by itself',
  rolled_back: 'the order is rolled back',
  trouble_again: 'another trouble took its place',
};

/** What a trouble means for the order, as mrkdwn. */
export function meansForOrder(entry: Entry, run: Cancellation | undefined): string {
  if (entry.runId === undefined) return 'It was met in a look: nothing was sent.';
  if (!run) return 'Unknown.';
  return isItsState(run, entry) && !isCancelled(run)
    ? knownLine(deedOf(run), run.trouble, run.requestedAt)
    : sentence(stateLabel(run));
}

/** Whether the run is in this very trouble still, and not in another or at its rollback. */
function isItsState(run: Cancellation, entry: Entry): run is InTrouble {
  return isInTrouble(run) && run.trouble.number === entry.trouble;
}

/** Everything else that somebody on call needs of one entry, whole (product.md «Level 3»). */
export function entryBlocks(entry: Entry, run: Cancellation | undefined): readonly KnownBlock[] {
  const standing = run && standingOf(run, entry);
  return [
    paragraph([
      labelled('Order', value(entry.orderId, SHOWN.orderId)),
      labelled(entry.runId ? 'Requested by' : 'Looked at by', person(entry.requester)),
      ...(standing ? found(standing) : []),
      ...(run ? keys(run) : []),
    ]),
    ...statusOf(entry),
  ];
}

/** The same in one line among many; `link` leads to the run's thread. */
export function entryLine(
  entry: Entry,
  run: Cancellation | undefined,
  link: string | undefined,
): Line {
  const { orderId, requester, acknowledged, closed } = entry;
  const order = value(orderId, SHOWN.lineOrder);
  const standing = run && standingOf(run, entry);
  return [
    link && order.type === 'text' ? { type: 'link', url: link, text: order.text } : order,
    ...[words('  '), person(requester)],
    ...(standing && !closed ? standingWords(run, entry, standing) : []),
    ...(acknowledged && !closed
      ? [words('  ·  acknowledged by '), person(acknowledged.by), at(acknowledged.at)]
      : []),
    ...(closed
      ? [words(`  ·  over: ${CLOSINGS[closed.how]}`), ...byWhom(closed.by), at(closed.at)]
      : []),
  ];
}

function standingWords(run: Cancellation, entry: Entry, standing: Standing): Line {
  const requestId = requestIdOf(standing);
  return [
    words(`  ·  ${stands(run, entry, standing)}  ·  key ${standing.key}`),
    ...(requestId ? [words('  ·  request '), value(requestId, SHOWN.lineId)] : []),
  ];
}

function stands(run: Cancellation, entry: Entry, standing: Standing): string {
  if (standing.of === 'ticket') return 'ticket not delivered';
  return isItsState(run, entry) ? KNOWN_WORDS[run.trouble.known] : stateLabel(run);
}

function found(standing: Standing): readonly Line[] {
  const requestId = requestIdOf(standing);
  const tried = standing.of === 'ticket' ? standing.tried : standing.trouble.tried;
  return [
    ...saw(standing),
    labelled('Tried', value(tried.join('; ') || 'nothing more', SHOWN.notes)),
    ...(requestId ? [labelled('Request id', value(requestId))] : []),
  ];
}

function saw(standing: Standing): readonly Line[] {
  if (standing.of === 'ticket') return [];
  const { inChannel, known } = standing.trouble;
  return inChannel === undefined || saysKnown(inChannel, known)
    ? []
    : [labelled('Found', value(inChannel))];
}

function requestIdOf(standing: Standing): string | undefined {
  return standing.of === 'ticket' ? undefined : standing.trouble.requestId;
}

/** Whatever the trouble was of, by these the order service or the receiver knows our requests. */
function keys(run: Cancellation): readonly Line[] {
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  return [
    ...('intent' in run ? [labelled('Key', value(run.intent.key))] : []),
    ...('rollback' in run ? [labelled('Key of the rollback', value(run.rollback.key))] : []),
    ...(ticket ? [labelled('Ticket', value(ticket.ticketId))] : []),
  ];
}

function statusOf({ acknowledged, closed, at: since }: Entry): readonly KnownBlock[] {
  const lines = [
    ...(acknowledged
      ? [`👀 Acknowledged by ${mention(acknowledged.by)} at ${slackTime(acknowledged.at, since)}.`]
      : []),
    ...(closed
      ? [
          `✅ Over: ${CLOSINGS[closed.how]}${closed.by ? ` by ${mention(closed.by)}` : ''} at ${slackTime(closed.at, since)}.`,
        ]
      : []),
  ];
  return lines.length > 0 ? [ownSection(lines.join('\n'))] : [];
}

function byWhom(by: string | undefined): Line {
  return by === undefined ? [] : [words(' by '), person(by)];
}

function at(time: number) {
  return words(` at ${utcTime(time)}`);
}
