interface Waiting {
  look(): void;
  giveUp(error: Error): void;
}

/** Wakes whoever waits for something to become true, at each event and at each moment due. */
export class Moments {
  readonly #waiting = new Set<Waiting>();

  /** @param msToNext real ms until something changes by itself; `Infinity`: nothing will */
  constructor(private readonly msToNext: () => number) {}

  /** Something happened: everybody looks again. */
  happened(): void {
    for (const waiting of [...this.#waiting]) waiting.look();
  }

  /**
   * Resolves with the condition's first truthy value.
   * @param withinMs real ms, after which it rejects; what the condition throws rejects too
   */
  until<T>(condition: () => T | undefined | null | false, withinMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      let due: NodeJS.Timeout | undefined;
      const end = (settle: () => void) => {
        clearTimeout(due);
        clearTimeout(deadline);
        this.#waiting.delete(waiting);
        settle();
      };
      const waiting: Waiting = {
        look: () => {
          clearTimeout(due);
          try {
            const value = condition();
            if (value) return end(() => resolve(value));
          } catch (error) {
            return end(() => reject(error));
          }
          const ms = Math.max(1, this.msToNext());
          if (ms < 2 ** 31) due = setTimeout(waiting.look, ms).unref();
        },
        giveUp: (error) => end(() => reject(error)),
      };
      const late = new Error(`Not so within ${withinMs} ms: ${condition}`);
      const deadline = setTimeout(() => waiting.giveUp(late), withinMs).unref();
      this.#waiting.add(waiting);
      waiting.look();
    });
  }

  /** Rejects all that is still waited for. */
  close(): void {
    for (const waiting of [...this.#waiting]) {
      waiting.giveUp(new Error('The local order service was closed'));
    }
  }
}
