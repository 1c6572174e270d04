import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import {
  ASKED_AT_MOST,
  type Entry,
  type Escalation,
  isUnanswered,
  LINES,
} from '../../cancellations/trouble/escalation.js';
import { FAILURES } from '../../runbook/failures.js';
import { ACTIONS } from '../ids.js';
import { codes, type Link, linkBlock, type Message, ownSection, plain, small } from './blocks.js';
import { button, escalationValue, offerButton } from './buttons.js';
import { entryBlocks, entryLine, meansForOrder } from './escalated.js';
import { LIMITS } from './limits.js';
import { offersOf } from './offers.js';
import { titledList } from './rich.js';
import { runbookLink, runbookSection } from './runbook-section.js';
import { counted, namedOrders, sentence, shownOrder } from './text.js';

/** The runs that an escalation is about, by their ids. */
export type Runs = ReadonlyMap<string, Cancellation>;

export interface Leading {
  /** To the runs' threads, for everybody who reads in #order-ops. */
  readonly links: ReadonlyMap<string, string>;
  /** RUNBOOK_URL */
  readonly runbookUrl?: string;
}

/**
 * The message in #order-ops (product.md «Level 3», «A storm»): one trouble whole, several as a line
 * each. It is whole without its links, and loses its buttons as they come to have nothing to do.
 */
export function escalationMessage(escalation: Escalation, runs: Runs, leading: Leading): Message {
  const { code, entries, isOpen } = escalation;
  const { meaning } = FAILURES[code];
  const orders = namedOrders(
    entries.map(({ orderId }) => orderId),
    LINES,
  );
  const one = onlyOne(entries);
  return {
    text: `${isOpen ? 'Trouble' : 'Over'}: ${orders}: ${meaning}`,
    blocks: [
      header(escalation, one),
      ...(one ? whole(escalation, one, runs) : listed(escalation, runs, leading)),
      ...unanswered(escalation),
      ...linkBlock(...links(escalation, one, leading)),
      ...actions(escalation, one, runs),
      small(`Runbook ${runbookSection(code)}`),
      ...codes(code),
    ],
  };
}

/** The newest of entries that are all of one run, or the only one. */
function onlyOne(entries: readonly Entry[]): Entry | undefined {
  const newest = entries.at(-1);
  const isOne =
    entries.length === 1 || entries.every(({ runId }) => runId && runId === newest?.runId);
  return isOne ? newest : undefined;
}

function header({ entries, isOpen }: Escalation, one: Entry | undefined): KnownBlock {
  const about = one ? shownOrder(one.orderId) : counted(entries.length, 'order');
  const text = isOpen ? `🚨 Trouble: ${about}` : `✅ Over: ${about}`;
  return { type: 'header', text: plain(text, LIMITS.header) };
}

function whole({ code }: Escalation, entry: Entry, runs: Runs): readonly KnownBlock[] {
  const { meaning, advice } = FAILURES[code];
  const run = runOf(entry, runs);
  return [
    ownSection(
      [
        `*${sentence(meaning)}*`,
        `For the order: ${meansForOrder(entry, run)}`,
        `What to do: ${sentence(advice)}`,
      ].join('\n'),
    ),
    ...entryBlocks(entry, run),
  ];
}

function listed(
  { code, entries }: Escalation,
  runs: Runs,
  { links: of }: Leading,
): readonly KnownBlock[] {
  const { meaning, advice } = FAILURES[code];
  const open = entries.filter(({ closed }) => !closed);
  const heard = open.filter(({ acknowledged }) => acknowledged);
  const title = `${open.length} open (${heard.length} acknowledged), ${entries.length - open.length} over`;
  const line = (entry: Entry) =>
    entryLine(entry, runOf(entry, runs), entry.runId && of.get(entry.runId));
  return [
    ownSection(`*${sentence(meaning)}*\nWhat to do: ${sentence(advice)}`),
    titledList(title, entries, line, LINES),
  ];
}

function unanswered(escalation: Escalation): readonly KnownBlock[] {
  return escalation.isOpen && isUnanswered(escalation)
    ? [ownSection(`🔕 *Nobody has answered*, though it was asked again ${ASKED_AT_MOST} times.`)]
    : [];
}

function links({ code }: Escalation, one: Entry | undefined, leading: Leading): readonly Link[] {
  const thread = one?.runId && leading.links.get(one.runId);
  return [
    ...(thread ? [{ url: thread, label: 'See the thread' }] : []),
    ...(leading.runbookUrl ? [runbookLink(leading.runbookUrl, code)] : []),
  ];
}

function actions(
  { escalationId, entries }: Escalation,
  one: Entry | undefined,
  runs: Runs,
): readonly ActionsBlock[] {
  const open = entries.filter(({ closed }) => !closed);
  const upTo = Math.max(...entries.map(({ place }) => place));
  const value = escalationValue({ escalation: escalationId, upTo });
  const isHeard = open.every(({ acknowledged }) => acknowledged);
  const elements: Button[] = [
    ...(isHeard ? [] : [button(ACTIONS.acknowledge, 'Acknowledge', value)]),
    ...(one ? ofOne(open, runOf(one, runs)) : ofSeveral(open, runs, value)),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function ofOne(open: readonly Entry[], run: Cancellation | undefined): readonly Button[] {
  if (!run || open.length === 0) return [];
  return offersOf(run).flatMap((offer) =>
    offer === 'retry' || offer === 'resolve' ? [offerButton(offer, run)] : [],
  );
}

/** There is no retry-all: which run is meant is asked in a modal. */
function ofSeveral(open: readonly Entry[], runs: Runs, value: string): readonly Button[] {
  const isMendable = (entry: Entry) => {
    const run = runOf(entry, runs);
    return run !== undefined && offersOf(run).includes('retry');
  };
  if (!open.some(isMendable)) return [];
  return [
    button(ACTIONS.retryOne, 'Retry one run', value),
    button(ACTIONS.resolveOne, 'Resolved by hand: one run', value),
  ];
}

function runOf({ runId }: Entry, runs: Runs): Cancellation | undefined {
  return runId === undefined ? undefined : runs.get(runId);
}
