import { isCancelled } from '../../cancellations/rollback/window.js';
import type { Effect } from '../../cancellations/run/effect.js';
import { type Cancellation, type In, isBlocked } from '../../cancellations/run/record.js';
import { FAILURES } from '../../runbook/failures.js';
import { slackTime } from './dates.js';
import { effectOf, windowLine } from './effect.js';
import { doubts } from './post-checks.js';
import { mention, sentence } from './text.js';
import { deedOf, type InTrouble, knownLine } from './trouble.js';

/** One line that says how it stands, true by itself: without people, times or anybody else's text. */
export function stateLabel(run: Cancellation): string {
  switch (run.state) {
    case 'awaiting_confirmation':
      return isBlocked(run) ? 'Blocked' : 'Waiting for confirmation';
    case 'discarded':
      return 'Discarded';
    case 'expired':
      return 'Expired';
    case 'executing':
      return 'Cancelling';
    case 'processing':
      return 'Processing';
    case 'verifying':
      return 'Cancelled; verifying';
    case 'cancelled':
      return cancelledLabel(run.effect);
    case 'refused':
      return `Refused. ${FAILURES[run.refusal.code].meaning}`;
    case 'troubled':
    case 'rollback_troubled':
      return troubleLabel(run);
    case 'resolved':
      return resolvedLabel(run);
    case 'rolling_back':
      return 'Rolling back';
    case 'rolled_back':
      return 'The order is rolled back';
  }
}

/** The state with its people and times, as mrkdwn: the first lines of a card. */
export function stateLine(run: Cancellation): string {
  const label = `${icon(run)} *${stateLabel(run)}*`;
  const time = (at: number) => slackTime(at, run.requestedAt);
  switch (run.state) {
    case 'awaiting_confirmation':
      return isBlocked(run)
        ? `${label}: nothing was done. Resolve what is named below, then check again. Open until ${time(run.expiresAt)}.`
        : `${label} until ${time(run.expiresAt)}${secondPerson(run)}`;
    case 'discarded':
      return `${label} by ${mention(run.by)}: nothing took effect`;
    case 'expired':
      return `${label}: nobody confirmed in time, nothing was done`;
    case 'executing':
      return `${label}: the order service is being asked`;
    case 'processing':
      return run.accepted
        ? `${label} since ${time(run.since)}: the order service is at work`
        : `${label} since ${time(run.since)}: the order service is at work; whether on this request is read at its end`;
    case 'verifying':
    case 'cancelled':
      return lines(label, window(run));
    case 'refused':
      return `${label}\n${sentence(FAILURES[run.refusal.code].advice)}`;
    case 'troubled':
    case 'rollback_troubled':
      return lines(label, ...troubleLines(run));
    case 'resolved': {
      const { by, at } = run.resolution;
      return lines(`${label}\nSaid by ${mention(by)} at ${time(at)}.`, window(run));
    }
    case 'rolling_back': {
      const { actor, recordedAt } = run.rollback;
      return `${label}, confirmed by ${mention(actor.slackId)} at ${time(recordedAt)}: the order service is being asked`;
    }
    case 'rolled_back': {
      const { rollback, reinstated, effect } = run;
      const seen = `Seen back at ${time(reinstated.at)}, confirmed by ${mention(rollback.actor.slackId)}.`;
      return `${label}\n${seen} It had been cancelled since ${time(effect.cancelledAt)}.`;
    }
  }
}

/** Who must not confirm, where a second person must: as mrkdwn. */
export function secondPersonLine(run: Cancellation): string {
  return `A second person must confirm, not ${mention(run.requester.slackId)}.`;
}

function secondPerson(run: Cancellation): string {
  return run.secondPerson ? `\n👥 ${secondPersonLine(run)}` : '';
}

function lines(...said: readonly (string | undefined)[]): string {
  return said.filter((line) => line !== undefined).join('\n');
}

function window(run: Cancellation): string | undefined {
  const effect = effectOf(run);
  return effect && windowLine(effect, run.requestedAt);
}

/** An order that is cancelled while a post-check is not verified is said to be just that. */
function cancelledLabel(effect: Effect | undefined): string {
  const said = doubts(effect?.postChecks ?? []);
  return said.length > 0
    ? `The order is cancelled, but ${said.join(', ')}`
    : 'The order is cancelled';
}

function resolvedLabel({ resolution, effect }: In<'resolved'>): string {
  const now =
    resolution.truth === 'cancelled' ? cancelledLabel(effect) : 'The order is not cancelled';
  return `${now}, resolved by hand`;
}

function troubleLabel(run: InTrouble): string {
  const { code, level } = run.trouble;
  const word = level === 2 ? 'Blocked' : 'Trouble';
  const { meaning } = FAILURES[code];
  if (run.state === 'rollback_troubled') return `${word} at the rollback. ${meaning}`;
  if (!run.effect) return `${word}. ${meaning}`;
  const isOfPostChecks = code === 'unverified' || code === 'contradicted';
  const isDoubtful = doubts(run.effect.postChecks).length > 0;
  const label = cancelledLabel(run.effect);
  return isOfPostChecks && isDoubtful ? label : `${label}. ${word}: ${meaning}`;
}

/** What it means for the order, what to do, and what goes on by itself. */
function troubleLines(run: InTrouble): readonly (string | undefined)[] {
  const { trouble, requestedAt } = run;
  const { code, readOnUntil } = trouble;
  const isKnown = isCancelled(run);
  return [
    isKnown ? undefined : knownLine(deedOf(run), trouble, requestedAt),
    `What to do: ${sentence(FAILURES[code].advice)}`,
    readOnUntil === undefined
      ? undefined
      : `The bot reads on every 5 minutes until ${slackTime(readOnUntil, requestedAt)}.`,
    isKnown ? window(run) : undefined,
  ];
}

function icon(run: Cancellation): string {
  switch (run.state) {
    case 'awaiting_confirmation':
      return isBlocked(run) ? '⛔' : '⏳';
    case 'discarded':
    case 'expired':
      return '⚪';
    case 'executing':
    case 'processing':
    case 'rolling_back':
      return '🔄';
    case 'verifying':
      return '🔎';
    case 'cancelled':
      return doubts(run.effect.postChecks).length > 0 ? '⚠️' : '✅';
    case 'refused':
      return '⛔';
    case 'troubled':
    case 'rollback_troubled':
      return run.trouble.level === 2 ? '⛔' : '⚠️';
    case 'resolved':
      return '🖐️';
    case 'rolled_back':
      return '↩️';
  }
}
