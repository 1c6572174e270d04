import type { App } from '@slack/bolt';

export interface Drain {
  /** Resolves once nothing is in flight, or after `within` ms. True if all was finished. */
  idle(within: number): Promise<boolean>;
}

/**
 * Bolt's stop waits for no listener: what is in flight is counted here, so that a click which was
 * acknowledged is also answered.
 */
export function countInFlight(app: App): Drain {
  let inFlight = 0;
  let whenIdle: (() => void) | undefined;
  app.use(async ({ next }) => {
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
      if (inFlight === 0) whenIdle?.();
    }
  });
  return {
    idle(within) {
      if (inFlight === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), within);
        whenIdle = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    },
  };
}
