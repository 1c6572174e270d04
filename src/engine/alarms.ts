/** Node fires at once what lies further away. In ms. */
const FURTHEST = 2 ** 31 - 1;

/** Timers for moments however far away, which can all be taken back. */
export class Alarms {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Resolves at that moment (epoch ms) by this process's clock; never, when taken back before. */
  at(moment: number): Promise<void> {
    return new Promise((resolve) => this.#wait(moment, resolve));
  }

  /** Takes back all: nothing holds the process any more. */
  takeBack(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #wait(moment: number, ring: () => void): void {
    const left = moment - Date.now();
    if (left <= 0) {
      ring();
      return;
    }
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#wait(moment, ring);
      },
      Math.min(left, FURTHEST),
    );
    this.#timers.add(timer);
  }
}
