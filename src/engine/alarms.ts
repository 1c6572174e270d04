/** Node fires at once what lies further away. In ms. */
const FURTHEST = 2 ** 31 - 1;

/**
 * Timers however long, which can all be taken back. They go by the clock that never jumps: a machine
 * whose time is set back waits no longer for it.
 */
export class Alarms {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Resolves at that moment (epoch ms) as this process's clock has it now; never, when taken back. */
  at(moment: number): Promise<void> {
    return this.after(moment - Date.now());
  }

  /** Resolves after so many ms; never, when taken back before. */
  after(duration: number): Promise<void> {
    const end = performance.now() + duration;
    return new Promise((resolve) => this.#wait(end, resolve));
  }

  /** Takes back all: nothing holds the process any more. */
  takeBack(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #wait(end: number, ring: () => void): void {
    const left = end - performance.now();
    if (left <= 0) {
      ring();
      return;
    }
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#wait(end, ring);
      },
      Math.min(Math.ceil(left), FURTHEST),
    );
    this.#timers.add(timer);
  }
}
