import { z } from 'zod';
import type { FailureCode } from '../../runbook/failures.js';
import type { Cancellation } from '../run/record.js';

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
  /** How many times it was asked again since an entry waits for its acknowledgement. */
  readonly asked: number;
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

/** What #order-ops is called for, as the run's row says it. */
export interface Escalated {
  /** The trouble's number among the run's. */
  readonly number: number;
  readonly code: FailureCode;
  readonly at: number;
}

/** The trouble for which #order-ops is called now; undefined where there is none, or a level 2. */
export function escalatedOf(run: Cancellation): Escalated | undefined {
  if (run.state === 'troubled' || run.state === 'rollback_troubled') {
    const { level, number, code, at } = run.trouble;
    return level === 3 ? { number, code, at } : undefined;
  }
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  if (ticket?.state !== 'failed') return undefined;
  return { number: ticket.number, code: 'ticket_undelivered', at: ticket.failedAt };
}

/** The number that the run's next trouble gets. */
export function nextTrouble({ history }: Cancellation): number {
  return (
    1 + history.filter(({ event }) => event === 'troubled' || event === 'ticket_failed').length
  );
}
