import type { AuditEvidence, Expectation } from './post-checks.js';
import { isRecent } from './post-checks.js';

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
  /** Cancelled, and the audit log does not say by whom yet. */
  | { readonly kind: 'unattributed' }
  | { readonly kind: 'nothing' };

/**
 * order-api.md «The look-up»: what became of a POST whose answer is not known. The cancel status
 * carries no key and may speak of an earlier round, so it counts only with the order's status and
 * the audit log.
 */
export function lookUp(evidence: Evidence, expected: Expectation): LookUp {
  if (evidence.cancelStatus === 'processing') return { kind: 'in_flight' };
  if (evidence.orderStatus !== 'cancelled') return { kind: 'nothing' };
  const standing = standingCancellation(evidence.auditLog);
  if (!standing) return { kind: 'unattributed' };
  const ours = standing.user_id === expected.userId && isRecent(standing.timestamp, expected);
  return ours ? { kind: 'ours' } : { kind: 'theirs', by: standing.user_id };
}

/** The newest cancellation that no reinstatement has undone. */
function standingCancellation(auditLog: readonly AuditEvidence[]): AuditEvidence | undefined {
  const newestFirst = auditLog
    .filter(({ event }) => event === 'order.cancelled' || event === 'order.reinstated')
    .sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
  const [newest] = newestFirst;
  return newest?.event === 'order.cancelled' ? newest : undefined;
}
