/** The longest delay a timer takes; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** A point in time after which `signal` is aborted. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** ms left, 0 when it is over. */
  remaining(): number;
  /** Forgets the timer; must be called when the work is done. */
  close(): void;
}

/** Opens a deadline of `duration` ms, sooner where `outer` is aborted sooner. */
export function openDeadline(duration: number, outer?: AbortSignal): Deadline {
  const bounded = Math.min(duration, LONGEST);
  const until = performance.now() + bounded;
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, bounded);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    remaining: () => (controller.signal.aborted ? 0 : Math.max(0, until - performance.now())),
    close() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
