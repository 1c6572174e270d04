import type { HistoryEntry } from '../../cancellations/run/history.js';
import type { PostCheck } from '../../runbook/post-checks.js';
import type { CheckName, Verdict } from '../../runbook/pre-checks.js';

/** The runbook's pre-checks as people read them. */
export const CHECKS: Readonly<Record<CheckName, string>> = {
  role: 'Role',
  status: 'Status',
  billing_hold: 'Billing hold',
  shipment: 'Shipment',
  age: 'Age',
  business_hours: 'Business hours',
};

export const VERDICT_WORDS: Readonly<Record<Verdict['word'], string>> = {
  passed: 'passed',
  blocked: 'blocked',
  needs_second_person: 'needs a second person',
};

export const VERDICT_ICONS: Readonly<Record<Verdict['word'], string>> = {
  passed: '✅',
  blocked: '⛔',
  needs_second_person: '👥',
};

/** The runbook's post-checks as people read them. */
export const POST_CHECKS: Readonly<Record<PostCheck['check'], string>> = {
  order_status: 'Order status',
  billing: 'Billing',
  notification: 'Notification',
  audit_entry: 'Audit entry',
};

export const POST_CHECK_WORDS: Readonly<Record<PostCheck['word'], string>> = {
  verified: 'verified',
  not_asked_for: 'not asked for',
  not_yet: 'not yet',
  unverified: 'unverified',
  failed: 'failed',
};

export const POST_CHECK_ICONS: Readonly<Record<PostCheck['word'], string>> = {
  verified: '✅',
  not_asked_for: '➖',
  not_yet: '⏳',
  unverified: '❔',
  failed: '❌',
};

/** Said of a decision for which the glass was broken. */
export const ALONE = ' alone (break-glass)';

/** What each step of a run is called in its history. */
export const EVENTS: Readonly<Record<HistoryEntry['event'], string>> = {
  requested: 'Requested',
  changed: 'Something changed, to be confirmed anew',
  blocked: 'Blocked',
  cleared: 'The block is gone',
  confirmed: 'Confirmed',
  discarded: 'Discarded',
  expired: 'Expired',
  processing: 'Processing',
  rate_limited: 'The order service asked to wait',
  retrying: 'Trying again',
  cancelled: 'Seen completed',
  checked: 'Post-checks read',
  refused: 'Refused',
  troubled: 'Trouble',
  going_on: 'Going on',
  completed_late: 'Seen completed, late',
  resolved_by_hand: 'Resolved by hand',
  rollback_confirmed: 'Rollback confirmed',
  not_rolled_back: 'The rollback came to nothing',
  rolled_back: 'Seen rolled back',
  window_closed: 'The rollback window closed',
  ticket_asked: 'CASE-REINSTATE ticket asked for',
  ticket_opened: 'CASE-REINSTATE ticket opened',
  ticket_failed: 'CASE-REINSTATE ticket not delivered',
};
