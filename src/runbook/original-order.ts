import { type AuditEvidence, isOurs, type Sent } from './audit-log.js';

/** An entry of the order service's audit log, with whatever else it carries. */
export interface CarryingEntry extends AuditEvidence {
  readonly [further: string]: unknown;
}

/** Our cancellation: what was sent, and when it was seen completed (epoch ms). */
export interface Cancelled {
  readonly sent: Sent;
  readonly seenAt: number;
}

/**
 * Runbook «After 2 hours»: the original order data from the audit log, which is what the entries
 * before the cancellation carry, whole.
 */
export function originalOrder(
  auditLog: readonly CarryingEntry[],
  { sent, seenAt }: Cancelled,
): readonly CarryingEntry[] {
  const oldestFirst = auditLog.toSorted((a, b) => timeOf(a) - timeOf(b));
  const latest = seenAt + sent.clockSkew;
  // Neither an earlier round nor a later one, though the same person may have cancelled in each.
  const cancellation = oldestFirst.findIndex(
    (entry) => entry.event === 'order.cancelled' && isOurs(entry, sent) && timeOf(entry) <= latest,
  );
  // Without an entry of it, the time when it was seen parts before from after.
  if (cancellation >= 0) return oldestFirst.slice(0, cancellation);
  return oldestFirst.filter((entry) => !(timeOf(entry) > latest));
}

function timeOf({ timestamp }: AuditEvidence): number {
  return Date.parse(timestamp);
}
