import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { backoff } from '../runbook/backoff.js';
import { openDeadline } from './deadline.js';
import { OrderServiceUnanswered } from './errors.js';
import type { Patience } from './order-service.js';

/**
 * Tries a GET until it is answered, `patience.tries` times at most and for `patience.within` ms at
 * most, tries and waits together: the signal ends the try in flight, and a wait that would reach
 * beyond the deadline is not begun. Only an OrderServiceUnanswered is tried again; the last try's
 * error is thrown.
 */
export async function withPatience<T>(
  patience: Patience,
  base: number,
  attempt: (signal: AbortSignal) => Promise<T>,
  onRetry: () => void = () => undefined,
): Promise<T> {
  const deadline = openDeadline(patience.within);
  try {
    return await pRetry(() => attempt(deadline.signal), {
      retries: patience.tries - 1,
      // The waits are ours: p-retry's jitter only ever prolongs them.
      minTimeout: 0,
      async shouldRetry({ error, attemptNumber }) {
        if (!(error instanceof OrderServiceUnanswered)) return false;
        const wait = backoff(attemptNumber, base, Math.random());
        if (wait >= deadline.remaining()) return false;
        await sleep(wait);
        onRetry();
        return true;
      },
    });
  } finally {
    deadline.close();
  }
}

/** Throws a RangeError for a patience that no GET could be tried with. */
export function checkPatience({ tries, within }: Patience): void {
  if (!Number.isInteger(tries) || tries < 1) throw new RangeError('tries must be 1 or more');
  if (!(within > 0)) throw new RangeError('within must be more than 0 ms');
}
