/** What the order service's audit log says, as far as it matters for a cancellation. */
export interface AuditEvidence {
  readonly event: string;
  readonly user_id: string;
  /** ISO 8601 */
  readonly timestamp: string;
}

/** What shows that a cancellation is one's own. */
export interface Sent {
  /** The `X-User-ID` that was sent. */
  readonly userId: string;
  /** Those that were sent before with other keys, whose cancellation may still be to come. */
  readonly earlierUserIds?: readonly string[];
  /** Epoch ms: evidence older than this, less the clock skew, speaks of an earlier cancellation. */
  readonly since: number;
  /** ms */
  readonly clockSkew: number;
}

/** The cancellations that no reinstatement has undone, oldest first. */
export function standingCancellations(auditLog: readonly AuditEvidence[]): AuditEvidence[] {
  const undone = Math.max(
    Number.NEGATIVE_INFINITY,
    ...auditLog.filter(({ event }) => event === 'order.reinstated').map(timeOf),
  );
  return auditLog
    .filter((entry) => entry.event === 'order.cancelled' && timeOf(entry) >= undone)
    .sort((a, b) => timeOf(a) - timeOf(b));
}

/** order-api.md «The look-up»: by the person that we sent, not older than our first POST. */
export function isOurs(entry: AuditEvidence, sent: Sent): boolean {
  const { userId, earlierUserIds = [] } = sent;
  return [userId, ...earlierUserIds].includes(entry.user_id) && isRecent(entry.timestamp, sent);
}

/** Whether an upstream time speaks of this cancellation. A time that cannot be read does not. */
export function isRecent(timestamp: string, { since, clockSkew }: Sent): boolean {
  return Date.parse(timestamp) >= since - clockSkew;
}

function timeOf({ timestamp }: AuditEvidence): number {
  return Date.parse(timestamp);
}
