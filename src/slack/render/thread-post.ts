import type { KnownBlock } from '@slack/types';
import { isCancelled } from '../../cancellations/rollback/window.js';
import type { Milestone } from '../../cancellations/run/milestone.js';
import type { Cancellation } from '../../cancellations/run/record.js';
import { FAILURES } from '../../runbook/failures.js';
import { codes, type Message, ownSection } from './blocks.js';
import { slackTime } from './dates.js';
import { effectOf, windowLine } from './effect.js';
import { SHOWN } from './limits.js';
import { doubts, postCheckList } from './post-checks.js';
import { quoted } from './rich.js';
import { secondPersonLine } from './state.js';
import { isSlackId, mention, namedOrder } from './text.js';
import { deedOf, isInTrouble, knownLine, saysKnown } from './trouble.js';
import { ALONE } from './words.js';

/**
 * A post in a run's thread, for the people mentioned first (product.md «The way of one
 * cancellation» 8). `detail` is shown as plain text to everybody in the channel: whoever records
 * the milestone keeps it to what «Who sees what» allows there.
 */
export function threadPost(run: Cancellation, milestone: Milestone): Message {
  const mentions = milestone.mentions.filter(isSlackId).slice(0, SHOWN.mentions).map(mention);
  const [headline, ...rest] = said(run, milestone);
  const addressed = [...mentions, headline].join(' ');
  return {
    text: [...mentions, `${namedOrder(run.orderId)}: ${headline}`].join(' '),
    blocks: [
      ownSection([addressed, ...rest].join('\n')),
      ...explanation(milestone),
      ...result(run, milestone),
      ...codes(milestone.code),
    ],
  };
}

/** Our words for a milestone, a headline first, as mrkdwn. */
function said(run: Cancellation, milestone: Milestone): readonly [string, ...string[]] {
  const { by, alone } = milestone;
  const who = by === undefined ? '' : ` by ${mention(by)}${alone ? ALONE : ''}`;
  switch (milestone.milestone) {
    case 'second_person_needed':
      return [secondPersonLine(run), 'Any other entitled person can, on the card above.'];
    case 'expiring':
      return [`Nobody has confirmed yet${until(run, milestone.at)}.`];
    case 'expired':
      return ['Nobody confirmed in time: expired, nothing was done.'];
    case 'discarded':
      return [`Discarded${who}: nothing took effect.`];
    case 'started':
      return [`Started: confirmed${who}, the order service is being asked.`];
    case 'processing':
      return ['Processing: the order service is at work.'];
    case 'cancelled':
      return ['The order is cancelled.', ...window(run)];
    case 'verified':
      return [verdictOf(run)];
    case 'refused':
      return failed('Refused', milestone);
    case 'blocked':
      return [...failed('Blocked', milestone), ...known(run, milestone)];
    case 'troubled':
      return [...failed(troubleHeadline(run), milestone), ...known(run, milestone)];
    case 'going_on':
      return [`It goes on${who}.`];
    case 'completed_late':
      return ['Seen completed after all: the order is cancelled.', ...window(run)];
    case 'resolved_by_hand':
      return [`Resolved by hand${who}.`];
    case 'rollback_started':
      return [`The rollback has started: confirmed${who}, the order service is being asked.`];
    case 'not_rolled_back':
      return failed('The rollback came to nothing: the order stays cancelled', milestone);
    case 'rolled_back':
      return ['The order is rolled back.'];
    case 'ticket_opened':
      return ['The CASE-REINSTATE ticket is opened.'];
    case 'ticket_failed':
      return failed('Trouble', milestone);
  }
}

function troubleHeadline(run: Cancellation): string {
  if (run.state === 'rollback_troubled') return 'Trouble at the rollback';
  return isCancelled(run) ? 'Trouble; the order is cancelled' : 'Trouble';
}

/** What it means for the order, unless what was found says that, or the run has gone on since. */
function known(run: Cancellation, { code, detail = '' }: Milestone): readonly string[] {
  if (!isInTrouble(run) || run.trouble.code !== code) return [];
  const { trouble, requestedAt } = run;
  const isSaid = isCancelled(run) || saysKnown(detail, trouble.known);
  return isSaid ? [] : [knownLine(deedOf(run), trouble, requestedAt)];
}

function failed(headline: string, { code }: Milestone): [string, ...string[]] {
  if (code === undefined) return [`${headline}.`];
  const { meaning, advice } = FAILURES[code];
  return [`${headline}. ${meaning}.`, `What to do: ${advice}.`];
}

function until(run: Cancellation, at: number): string {
  return run.state === 'awaiting_confirmation'
    ? `; expires at ${slackTime(run.expiresAt, at)}`
    : '';
}

function window(run: Cancellation): readonly string[] {
  const effect = effectOf(run);
  return effect ? [windowLine(effect, run.requestedAt)] : [];
}

function verdictOf(run: Cancellation): string {
  const checks = effectOf(run)?.postChecks ?? [];
  const left = doubts(checks);
  if (left.length > 0) return `Post-checks read: ${left.join(', ')}.`;
  return checks.length > 0
    ? 'The order is cancelled, and verified by every post-check asked for.'
    : 'Post-checks read.';
}

function explanation({ milestone, detail }: Milestone): KnownBlock[] {
  if (detail === undefined) return [];
  return [quoted(EXPLAINED[milestone] ?? 'What was found', detail, SHOWN.value)];
}

/** What a milestone's detail tells, where nothing was looked for. */
const EXPLAINED: Readonly<Partial<Record<Milestone['milestone'], string>>> = {
  resolved_by_hand: 'What is true now',
  ticket_opened: 'Ticket',
};

function result(run: Cancellation, { milestone }: Milestone): KnownBlock[] {
  if (milestone !== 'verified') return [];
  return postCheckList(effectOf(run)?.postChecks ?? [], { found: false });
}
