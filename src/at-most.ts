import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once the work has settled, or after `within` ms; leaves no timer behind. */
export async function atMost(within: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const timer = pause(within, undefined, { signal: over.signal });
  await Promise.allSettled([Promise.race([work, timer])]);
  over.abort();
  await timer.catch(() => undefined);
}
