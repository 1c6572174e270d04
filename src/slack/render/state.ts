import { type Cancellation, type In, isBlocked } from '../../cancellations/run/record.js';
import { FAILURES } from '../../runbook/failures.js';
import { slackTime } from './dates.js';
import { doubts } from './post-checks.js';
import { mention } from './text.js';

type Effect = In<'cancelled'>['effect'];

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
      return butDoubtful(run.effect) ?? 'The order is cancelled';
    case 'refused':
      return `Refused. ${FAILURES[run.trouble.code].meaning}`;
    case 'troubled':
      return troubleLabel(run);
  }
}

/** The state with its people and times, as mrkdwn: the first line of a card. */
export function stateLine(run: Cancellation): string {
  const label = `${icon(run)} *${stateLabel(run)}*`;
  const time = (at: number) => slackTime(at, run.requestedAt);
  switch (run.state) {
    case 'awaiting_confirmation':
      return isBlocked(run)
        ? `${label}: nothing was done. Resolve what is named below, then check again. Open until ${time(run.expiresAt)}.`
        : `${label} until ${time(run.expiresAt)}${secondPerson(run)}`;
    case 'discarded':
      return `${label} by ${mention(run.by)}: nothing was done`;
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
      return `${label}\n${windowLine(run.effect, run.requestedAt)}`;
    case 'refused':
      return `${label}\n${FAILURES[run.trouble.code].advice}.`;
    case 'troubled': {
      const advice = `${label}\n${FAILURES[run.trouble.code].advice}.`;
      return run.effect ? `${advice}\n${windowLine(run.effect, run.requestedAt)}` : advice;
    }
  }
}

/** The cancellation as it was seen completed, in the states that have one. */
export function effectOf(run: Cancellation): Effect | undefined {
  return 'effect' in run ? run.effect : undefined;
}

/** When the cancellation was seen completed, and how long it can be taken back, as mrkdwn. */
export function windowLine(effect: Effect, beside: number): string {
  const seen = slackTime(effect.cancelledAt, beside);
  return `Seen completed at ${seen}. Rollback window until ${slackTime(effect.windowEndsAt, beside)}.`;
}

/** Who must not confirm, where a second person must: as mrkdwn. */
export function secondPersonLine(run: Cancellation): string {
  return `A second person must confirm, not ${mention(run.requester.slackId)}.`;
}

function secondPerson(run: Cancellation): string {
  return run.secondPerson ? `\n👥 ${secondPersonLine(run)}` : '';
}

/** An order that is cancelled while a post-check is not verified is said to be just that. */
function butDoubtful({ postChecks }: Effect): string | undefined {
  const said = doubts(postChecks);
  return said.length > 0 ? `The order is cancelled, but ${said.join(', ')}` : undefined;
}

function troubleLabel(run: In<'troubled'>): string {
  const { meaning } = FAILURES[run.trouble.code];
  if (!run.effect) return `Trouble. ${meaning}`;
  const doubtful = butDoubtful(run.effect);
  const isOfPostChecks = run.trouble.code === 'unverified' || run.trouble.code === 'contradicted';
  if (doubtful && isOfPostChecks) return doubtful;
  return `${doubtful ?? 'The order is cancelled'}. Trouble: ${meaning}`;
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
      return '🔄';
    case 'verifying':
      return '🔎';
    case 'cancelled':
      return doubts(run.effect.postChecks).length > 0 ? '⚠️' : '✅';
    case 'refused':
      return '⛔';
    case 'troubled':
      return '⚠️';
  }
}
