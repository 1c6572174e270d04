import type { AuditEvidence } from './audit-log.js';

/** An entry of the order service's audit log, with whatever else it carries. */
export interface CarryingEntry extends AuditEvidence {
  readonly [further: string]: unknown;
}

/**
 * Runbook «After 2 hours»: the original order data from the audit log, which is what the entries
 * before the cancellation carry, whole. `cancelledBy` is the order-service user id that cancelled,
 * `cancelledAt` when that was seen (epoch ms).
 */
export function originalOrder(
  auditLog: readonly CarryingEntry[],
  { cancelledBy, cancelledAt }: { readonly cancelledBy: string; readonly cancelledAt: number },
): readonly CarryingEntry[] {
  const oldestFirst = auditLog.toSorted((a, b) => timeOf(a) - timeOf(b));
  const cancellation = oldestFirst.findLastIndex(
    (entry) => entry.event === 'order.cancelled' && entry.user_id === cancelledBy,
  );
  // Without an entry of it, the time when it was seen parts before from after.
  if (cancellation >= 0) return oldestFirst.slice(0, cancellation);
  return oldestFirst.filter((entry) => !(timeOf(entry) > cancelledAt));
}

function timeOf({ timestamp }: AuditEvidence): number {
  return Date.parse(timestamp);
}
