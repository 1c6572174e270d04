/**
 * Who may use the one connection: one holder at a time, the others in the order they came. A holder
 * that asks again has it already.
 */
export class Turns<Holder extends object> {
  readonly #patience: number;
  readonly #waiting: { readonly holder: Holder; readonly go: () => void }[] = [];
  readonly #idle: (() => void)[] = [];
  #holder: Holder | undefined;

  /** `patience`: how long one waits for a turn at most, in ms. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Resolves when it is this one's turn; fails, in pg's words, when that takes too long. */
  async take(holder: Holder): Promise<void> {
    if (this.#holder === holder) return;
    if (this.#holder === undefined) {
      this.#holder = holder;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(new Error('timeout exceeded when trying to connect'));
      }, this.#patience);
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const entry = { holder, go };
      this.#waiting.push(entry);
    });
  }

  holds(holder: Holder): boolean {
    return this.#holder === holder;
  }

  /** Passes the turn on; nothing where it is not this one's. */
  pass(holder: Holder): void {
    if (this.#holder !== holder) return;
    const next = this.#waiting.shift();
    this.#holder = next?.holder;
    if (next) next.go();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Resolves when nobody holds or awaits the turn. */
  async idle(): Promise<void> {
    if (this.#holder !== undefined) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}
