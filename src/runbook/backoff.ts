const CAP = 30_000;

/**
 * Runbook «Escalation Path», level 1: exponential backoff with full jitter, capped at 30 s. The
 * wait before try `failed + 1`, in ms; `random` is in [0, 1).
 */
export function backoff(failed: number, base: number, random: number): number {
  return Math.floor(Math.min(CAP, base * 2 ** (failed - 1)) * random);
}
