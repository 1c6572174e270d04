/** How long things take, all in ms by the service's clock. 0: at once. */
export interface Timings {
  /** From an accepted cancellation to its completion. */
  readonly processingMs: number;
  /** From an accepted reinstatement to the former state being back. */
  readonly reinstateMs: number;
  /** From completion until billing, the notification history and the audit log show it. */
  readonly billingLagMs: number;
  readonly notificationLagMs: number;
  readonly auditLagMs: number;
}

/** The times as in life, multiplied by `timeScale` (0.1: ten times as fast). */
export function usualTimings(timeScale = 1): Timings {
  return {
    processingMs: 30_000 * timeScale,
    reinstateMs: 10_000 * timeScale,
    billingLagMs: 5_000 * timeScale,
    notificationLagMs: 5_000 * timeScale,
    auditLagMs: 0,
  };
}
