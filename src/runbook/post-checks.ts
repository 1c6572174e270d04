import { z } from 'zod';
import {
  type AuditEvidence,
  isOurs,
  isRecent,
  type Sent,
  standingCancellations,
} from './audit-log.js';
import type { Reading } from './facts.js';

export const postCheckSchema = z.object({
  check: z.enum(['order_status', 'billing', 'notification', 'audit_entry']),
  word: z.enum(['verified', 'not_asked_for', 'not_yet', 'unverified', 'failed']),
  found: z.string(),
});
/** One post-check's result. `not_yet` is asked again; at the time-out it becomes `unverified`. */
export type PostCheck = z.infer<typeof postCheckSchema>;

/** What a cancellation must be seen to have done. */
export interface Expectation extends Sent {
  readonly notifyStakeholders: boolean;
}

const BILLING_UPDATED: readonly string[] = ['cancelled', 'refunded', 'voided', 'updated'];

/** Runbook «Pre-checks» 2: no cancellation leads to these. Any other word may be on its way. */
const CONTRADICTING: readonly string[] = ['completed', 'archived'];

/** Runbook «Post-checks» 1. */
export function orderStatusCheck(reading: Reading<string>): PostCheck {
  if (!reading.read) return unread('order_status', reading);
  const found = reading.value;
  if (found === 'cancelled') return { check: 'order_status', word: 'verified', found };
  const word = CONTRADICTING.includes(found) ? 'failed' : 'not_yet';
  return { check: 'order_status', word, found };
}

/** Runbook «Post-checks» 2, the billing system. */
export function billingCheck(reading: Reading<string>): PostCheck {
  if (!reading.read) return unread('billing', reading);
  const found = reading.value;
  return {
    check: 'billing',
    word: BILLING_UPDATED.includes(found) ? 'verified' : 'not_yet',
    found,
  };
}

/** Runbook «Post-checks» 2, the notification. */
export function notificationCheck(
  reading: Reading<readonly { readonly type: string; readonly sent_at: string }[]>,
  expected: Expectation,
): PostCheck {
  const check = 'notification';
  if (!expected.notifyStakeholders) return { check, word: 'not_asked_for', found: 'not asked for' };
  if (!reading.read) return unread(check, reading);
  const sent = reading.value.find(
    (entry) => entry.type === 'order_cancelled' && isRecent(entry.sent_at, expected),
  );
  return sent
    ? { check, word: 'verified', found: `sent ${sent.sent_at}` }
    : { check, word: 'not_yet', found: 'none sent yet' };
}

/** Runbook «Post-checks» 3: recorded with user and timestamp. Somebody else's entry contradicts. */
export function auditEntryCheck(
  reading: Reading<readonly AuditEvidence[]>,
  expected: Expectation,
): PostCheck {
  const check = 'audit_entry';
  if (!reading.read) return unread(check, reading);
  const recent = standingCancellations(reading.value).filter(({ timestamp }) =>
    isRecent(timestamp, expected),
  );
  const ours = recent.find((entry) => isOurs(entry, expected));
  if (ours) return { check, word: 'verified', found: `recorded ${ours.timestamp}` };
  return recent.length > 0
    ? { check, word: 'failed', found: 'recorded for another person' }
    : { check, word: 'not_yet', found: 'no entry yet' };
}

/** True once nothing is left to ask. */
export function isSettled(checks: readonly PostCheck[]): boolean {
  return checks.every(({ word }) => word !== 'not_yet');
}

/** What is not yet verified at the time-out is said to be unverified, never failed. */
export function atTimeOut(checks: readonly PostCheck[]): readonly PostCheck[] {
  return checks.map((check) =>
    check.word === 'not_yet' ? { ...check, word: 'unverified' } : check,
  );
}

function unread(check: PostCheck['check'], reading: { readonly code: string }): PostCheck {
  return { check, word: 'not_yet', found: `could not be read (${reading.code})` };
}
