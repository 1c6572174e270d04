type Waiter = { look(): void; giveUp(error: Error): void };

/**
 * Tells those who wait that something changed. Nothing polls: each condition is looked at once at
 * the start and then at each change.
 */
export class Changes {
  private readonly waiters = new Set<Waiter>();
  private closed = false;

  /** `describe` tells what there is, for the error of a wait that ended in vain. */
  constructor(private readonly describe: () => string) {}

  /** To be called after every change of what can be seen. */
  happened(): void {
    for (const waiter of [...this.waiters]) waiter.look();
  }

  /**
   * Resolves with the first truthy value of `condition`.
   * @throws when `withinMs` pass without one, or on close(), naming `what` and what there is instead
   */
  until<T>(condition: () => T, what: string, withinMs: number): Promise<NonNullable<T>> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        settle();
      };
      const waiter: Waiter = {
        look: () => {
          try {
            const value = condition();
            if (value) end(() => resolve(value));
          } catch (error) {
            end(() => reject(error));
          }
        },
        giveUp: (error) => end(() => reject(error)),
      };
      const timer = setTimeout(() => {
        const message = `Waited ${withinMs} ms for ${what}, in vain. There is:\n${this.describe()}`;
        waiter.giveUp(new Error(message));
      }, withinMs);
      this.waiters.add(waiter);
      if (this.closed) waiter.giveUp(new Error('The local Slack is closed'));
      else waiter.look();
    });
  }

  /** Ends every wait with an error. */
  close(): void {
    this.closed = true;
    for (const waiter of [...this.waiters]) waiter.giveUp(new Error('The local Slack was closed'));
  }
}
