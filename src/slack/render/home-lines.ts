import type { SectionBlock } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { type Escalation, isUnanswered } from '../../cancellations/trouble/escalation.js';
import { FAILURES } from '../../runbook/failures.js';
import { ACTIONS } from '../ids.js';
import { plain } from './blocks.js';
import { button, buttonValue, escalationValue } from './buttons.js';
import { slackTime } from './dates.js';
import { effectOf } from './effect.js';
import { LIMITS, SHOWN } from './limits.js';
import { stateLabel } from './state.js';
import { mention, oneLine, shownOrder } from './text.js';

/** Of an escalation's orders: together with what is wrong they stay below what a line takes. */
const ORDERS = 3;

/** A line of a Home, with the button that shows more of it. `beside`: epoch ms, the reader's now. */
export type HomeLine<Entry> = (entry: Entry, beside: number) => SectionBlock;

/** A request that the reader may confirm. */
export const waitingLine: HomeLine<Cancellation> = (run, beside) => {
  const until = run.state === 'awaiting_confirmation' ? run.expiresAt : run.requestedAt;
  return runLine('waiting', run, [
    `Requested by ${mention(run.requester.slackId)}`,
    `Open until ${slackTime(until, beside)}`,
  ]);
};

/** A run of the reader's own, for somebody who may read all of it. */
export const ownLine: HomeLine<Cancellation> = (run, beside) =>
  runLine('own', run, [`Requested at ${slackTime(run.requestedAt, beside)}`]);

/** The same by id and state alone (product.md «Reading»). */
export const briefLine: HomeLine<Cancellation> = (run) => runLine('own', run);

/** A run that can still be rolled back. */
export const windowLine: HomeLine<Cancellation> = (run, beside) => {
  const effect = effectOf(run);
  return runLine('window', run, [
    effect
      ? `Roll back until ${slackTime(effect.windowEndsAt, beside)}`
      : 'The rollback window is closed',
    `Requested by ${mention(run.requester.slackId)}`,
  ]);
};

/** An open escalation, by those of its lines that are open. */
export const escalationLine: HomeLine<Escalation> = (escalation, beside) => {
  const { escalationId, code, openedAt } = escalation;
  const open = escalation.entries.filter(({ closed }) => !closed);
  const orders = listed(open.map(({ orderId }) => oneLine(orderId, SHOWN.lineOrder)));
  return {
    type: 'section',
    block_id: `escalation:${escalationId}`,
    text: plain(`${orders}: ${FAILURES[code].meaning}`, SHOWN.value),
    fields: [
      own(`Since ${slackTime(openedAt, beside)}  \`${code}\``),
      own(acknowledgement(escalation, beside)),
    ],
    accessory: button(
      ACTIONS.showEscalation,
      'Show',
      escalationValue({ escalation: escalationId }),
    ),
  };
};

function runLine(
  list: 'waiting' | 'own' | 'window',
  run: Cancellation,
  words: readonly string[] = [],
): SectionBlock {
  return {
    type: 'section',
    // The same run may stand in several lists.
    block_id: `${list}:${run.runId}`,
    text: plain(`${shownOrder(run.orderId)}: ${stateLabel(run)}`, SHOWN.value),
    ...(words.length > 0 && { fields: words.map(own) }),
    accessory: button(ACTIONS.showRun, 'Show', buttonValue(run)),
  };
}

/** By whom: whoever is named last stands for all where there were several. */
function acknowledgement(escalation: Escalation, beside: number): string {
  const open = escalation.entries.filter(({ closed }) => !closed);
  const newest = open.findLast(({ acknowledged }) => acknowledged)?.acknowledged;
  const left = open.filter(({ acknowledged }) => !acknowledged).length;
  if (!newest) return isUnanswered(escalation) ? 'Nobody answered' : 'Not acknowledged';
  const by = `Acknowledged by ${mention(newest.by)} at ${slackTime(newest.at, beside)}`;
  return left > 0 ? `${by}, ${left} not` : by;
}

/** Some of the orders, whole, and how many more there are. */
function listed(orders: readonly string[]): string {
  const shown = orders.slice(0, ORDERS);
  const more = orders.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Our own words, mentions, dates and codes. */
function own(text: string) {
  return { type: 'mrkdwn' as const, text: text.slice(0, LIMITS.fieldText) };
}
