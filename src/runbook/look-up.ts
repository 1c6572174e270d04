import {
  type AuditEvidence,
  isOurs,
  isRecent,
  type Sent,
  standingCancellations,
} from './audit-log.js';

/** What the order service shows when it is asked what became of a POST. */
export interface Evidence {
  readonly cancelStatus: 'processing' | 'completed' | 'failed' | 'not_started';
  readonly orderStatus: string;
  readonly auditLog: readonly AuditEvidence[];
}

export type LookUp =
  /** Our cancellation took effect. */
  | { readonly kind: 'ours' }
  /** A cancellation runs: ours or not, the end will tell. */
  | { readonly kind: 'in_flight' }
  /** Cancelled, and not by us. `by` is an order-service user id. */
  | { readonly kind: 'theirs'; readonly by: string }
  /**
   * Cancelled, and the audit log lags behind: it holds no entry that could explain it, at most one
   * from before our POST, when the order could still be cancelled. Its person is `by`.
   */
  | { readonly kind: 'unattributed'; readonly by?: string }
  | { readonly kind: 'nothing' };

/**
 * order-api.md «The look-up»: what became of a POST whose answer is not known. The cancel status
 * carries no key and may speak of an earlier round, so it counts only with the order's status and
 * the audit log.
 */
export function lookUp(evidence: Evidence, sent: Sent): LookUp {
  if (evidence.cancelStatus === 'processing') return { kind: 'in_flight' };
  if (evidence.orderStatus !== 'cancelled') return { kind: 'nothing' };
  const standing = standingCancellations(evidence.auditLog);
  if (standing.some((entry) => isOurs(entry, sent))) return { kind: 'ours' };
  const theirs = standing.findLast(({ timestamp }) => isRecent(timestamp, sent));
  if (theirs) return { kind: 'theirs', by: theirs.user_id };
  const before = standing.at(-1);
  return { kind: 'unattributed', ...(before && { by: before.user_id }) };
}
