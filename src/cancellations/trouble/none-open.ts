/** For so long «there is none» is believed of what another replica may make meanwhile. ms */
const BELIEVED = 5_000;

/**
 * Remembers for a while that there was none, for those who ask all the time about what is hardly ever
 * there. What is there is never remembered.
 */
export class NoneOpen {
  #believedUntil = 0;
  #forgotten = 0;

  /** Asks, unless it is known that there is none. Rejects with `ask`. */
  async unlessKnown<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
    if (performance.now() < this.#believedUntil) return undefined;
    const before = this.#forgotten;
    const found = await ask();
    // What was made while it was asked may have come too late for the answer.
    if (found === undefined && this.#forgotten === before) {
      this.#believedUntil = performance.now() + BELIEVED;
    }
    return found;
  }

  /** There is one now. */
  forget(): void {
    this.#forgotten += 1;
    this.#believedUntil = 0;
  }
}
