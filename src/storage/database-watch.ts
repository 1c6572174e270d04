/** The database is away: what was asked of it may or may not be recorded. */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError';
  readonly code = 'database_unavailable';

  constructor() {
    super('The database does not answer');
  }
}

/**
 * Whether the database is there, as the newest question to it showed. So nobody has to wait for a
 * connection's time-outs to learn that it is away. The embedded one is always there.
 */
export class DatabaseWatch {
  readonly #ask: () => Promise<boolean>;
  readonly #waiting = new Set<(away: DatabaseAwayError) => void>();
  #awaySince: number | undefined;

  /** `ask` asks the database, soon with an answer. */
  constructor(ask: () => Promise<boolean> = async () => true) {
    this.#ask = ask;
  }

  /** Epoch ms; undefined while it is there. */
  get awaySince(): number | undefined {
    return this.#awaySince;
  }

  /** What a question to it showed. */
  found(isThere: boolean): void {
    if (isThere) {
      this.#awaySince = undefined;
      return;
    }
    this.#awaySince ??= Date.now();
    for (const tell of this.#waiting) tell(new DatabaseAwayError());
    this.#waiting.clear();
  }

  /** Asks it now. */
  async isAway(): Promise<boolean> {
    this.found(await this.#ask());
    return this.#awaySince !== undefined;
  }

  /**
   * What came of the work. Rejects with DatabaseAwayError where the database is away, or as soon as it
   * goes away meanwhile; the work itself may then still be done once it is back.
   */
  async whileThere<T>(work: () => Promise<T>): Promise<T> {
    if (this.#awaySince !== undefined) throw new DatabaseAwayError();
    let tell: (away: DatabaseAwayError) => void = () => undefined;
    const away = new Promise<never>((_, reject) => {
      tell = reject;
    });
    this.#waiting.add(tell);
    try {
      return await Promise.race([work(), away]);
    } finally {
      this.#waiting.delete(tell);
    }
  }
}
