import type { KnownBlock } from '@slack/types';
import type { Effect, Ticket } from '../../cancellations/run/effect.js';
import type { Cancellation } from '../../cancellations/run/record.js';
import { FAILURES, type FailureCode } from '../../runbook/failures.js';
import { ownSection } from './blocks.js';
import { slackTime } from './dates.js';
import { labelled, paragraph, value, words } from './rich.js';
import { mention, sentence } from './text.js';

/** The cancellation as it was seen completed, in the states that have one. */
export function effectOf(run: Cancellation): Effect | undefined {
  return 'effect' in run ? run.effect : undefined;
}

/** When the cancellation was seen completed, and how long it can be taken back, as mrkdwn. */
export function windowLine(effect: Effect, beside: number): string {
  const seen = `Seen completed at ${slackTime(effect.cancelledAt, beside)}.`;
  return effect.window === 'open'
    ? `${seen} Rollback window until ${slackTime(effect.windowEndsAt, beside)}.`
    : `${seen} The rollback window is closed.`;
}

/** What came of the ways back: a rollback that came to nothing, the ticket, another state than before. */
export function waysBack(run: Cancellation): KnownBlock[] {
  const effect = effectOf(run);
  const beside = run.requestedAt;
  const lines = [
    ...(effect?.notRolledBack ? [notRolledBack(effect.notRolledBack, beside)] : []),
    ...(effect?.ticket ? [ticketLine(effect.ticket, beside)] : []),
  ];
  return [...(lines.length > 0 ? [ownSection(lines.join('\n'))] : []), ...otherState(run)];
}

/** The codes of what failed on the ways back. */
export function wayBackCodes(run: Cancellation): readonly (FailureCode | undefined)[] {
  const effect = effectOf(run);
  const undelivered = effect?.ticket?.state === 'failed' ? 'ticket_undelivered' : undefined;
  return [effect?.notRolledBack?.code, undelivered];
}

/** How the ticket stands, with its id, as mrkdwn. `beside`: epoch ms. */
export function ticketLine(ticket: Ticket, beside: number): string {
  const name = `CASE-REINSTATE ticket \`${ticket.ticketId}\``;
  const time = (at: number) => slackTime(at, beside);
  switch (ticket.state) {
    case 'opening':
      return `🎫 ${name}: on its way, asked for by ${mention(ticket.by.slackId)} at ${time(ticket.at)}.`;
    case 'opened':
      return `🎫 ${name}: opened at ${time(ticket.openedAt)}, asked for by ${mention(ticket.by.slackId)}.`;
    case 'failed':
      return `⚠️ ${name}: not delivered as of ${time(ticket.failedAt)}. ${sentence(FAILURES.ticket_undelivered.advice)}`;
    case 'by_hand':
      return `🎫 ${name}: made by hand by ${mention(ticket.madeBy)} at ${time(ticket.madeAt)}.`;
  }
}

function notRolledBack({ code, at, by }: NonNullable<Effect['notRolledBack']>, beside: number) {
  const { meaning, advice } = FAILURES[code];
  const begun = `The rollback that ${mention(by)} asked for came to nothing at ${slackTime(at, beside)}`;
  return `⛔ ${begun}: the order stays cancelled. ${sentence(meaning)} ${sentence(advice)}`;
}

/** order-api.md «The look-up»: said, if it isn't the former one. */
function otherState(run: Cancellation): KnownBlock[] {
  if (run.state !== 'rolled_back') return [];
  const { rollback, reinstated } = run;
  if (reinstated.status === rollback.formerStatus) return [];
  const former = [words(', before the cancellation it was '), value(rollback.formerStatus)];
  return [paragraph([labelled('The order is now', value(reinstated.status), ...former)])];
}
