import { z } from 'zod';
import type { FailureCode } from '../../runbook/failures.js';
import type { Cancellation, Standing } from '../run/record.js';
import type { Trouble } from '../run/trouble.js';

/** How an entry of an escalation came to its end. */
export const closingSchema = z.enum([
  /** Retry led out of it. */
  'retried',
  'resolved_by_hand',
  /** It completed, or ended, without anybody's doing. */
  'by_itself',
  'rolled_back',
  /** Another trouble of the same run took its place. */
  'trouble_again',
]);
export type Closing = z.infer<typeof closingSchema>;

/** A line of an escalation: one trouble of one run, or a look that found the bot's token refused. */
export interface Entry {
  /** From 1. */
  readonly place: number;
  readonly runId?: string;
  /** Which of the run's troubles it is. */
  readonly trouble?: number;
  readonly orderId: string;
  /** Slack id of the requester, or of the person who looked. */
  readonly requester: string;
  /** Epoch ms */
  readonly at: number;
  readonly acknowledged?: { readonly by: string; readonly at: number };
  readonly closed?: { readonly how: Closing; readonly at: number; readonly by?: string };
}

/** A message in #order-ops: troubles of one code, 40 at the most. */
export interface Escalation {
  readonly escalationId: string;
  readonly code: FailureCode;
  readonly openedAt: number;
  readonly isOpen: boolean;
  /** How many times it was asked again; beyond ASKED_AT_MOST nobody answered the last one either. */
  readonly asked: number;
  /** Since when an answer is waited for: since an entry came, or since it was asked again. */
  readonly unacknowledgedSince?: number;
  /** When those who acknowledged are reminded of what is still open. */
  readonly remindAt?: number;
  readonly entries: readonly Entry[];
}

/** product.md «A storm»: lines in a message. */
export const LINES = 40;
/** product.md «Level 3»: asked again at the most; then the message says that nobody answered. */
export const ASKED_AT_MOST = 3;
/** product.md «Level 3»: acknowledged and still open after this: one reminder. ms */
export const REMIND_AFTER = 60 * 60_000;

/** A post in the thread of an escalation, about the entries that are meant. */
export const escalationNoteSchema = z.object({
  note: z.enum(['asked_again', 'still_open']),
  at: z.number(),
  /** Which time it is, for `asked_again`. */
  time: z.number(),
  /** The orders meant. */
  orderIds: z.array(z.string()),
  /** Slack ids of those who acknowledged, for `still_open`. */
  mentions: z.array(z.string()),
});
export type EscalationNote = z.infer<typeof escalationNoteSchema>;

/** product.md «Level 3»: asked as often as it may be, and nobody answered: the message says so. */
export function isUnanswered({ asked }: Pick<Escalation, 'asked'>): boolean {
  return asked > ASKED_AT_MOST;
}

/** A trouble that stands, as the run's row says it. */
export interface StandingTrouble {
  /** Among the run's. */
  readonly number: number;
  readonly level: Trouble['level'];
  readonly code: FailureCode;
  readonly at: number;
}

/**
 * Every trouble of the run that is not over. One from before a rollback stands until the order is
 * back (product.md «The rollback window»), and a ticket that failed is one more.
 */
export function troublesOf(run: Cancellation): readonly StandingTrouble[] {
  if (run.state === 'rolled_back') return [];
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  if (ticket?.state !== 'failed') return ofState(run);
  const { number, failedAt } = ticket;
  return [...ofState(run), { number, level: 3, code: 'ticket_undelivered', at: failedAt }];
}

function ofState(run: Cancellation): readonly StandingTrouble[] {
  switch (run.state) {
    case 'troubled':
      return [run.trouble];
    case 'rolling_back':
      return ofStanding(run.before);
    case 'rollback_troubled':
      return [...ofStanding(run.before), run.trouble];
    default:
      return [];
  }
}

function ofStanding(before: Standing): readonly StandingTrouble[] {
  return before.state === 'troubled' ? [before.trouble] : [];
}

/** Those for which #order-ops is called: a level 2 is named in the run's card and thread alone. */
export function escalatedOf(run: Cancellation): readonly StandingTrouble[] {
  return troublesOf(run).filter(({ level }) => level === 3);
}

/** The number that the run's next trouble gets. */
export function nextTrouble({ history }: Cancellation): number {
  return (
    1 + history.filter(({ event }) => event === 'troubled' || event === 'ticket_failed').length
  );
}
