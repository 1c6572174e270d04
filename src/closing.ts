/**
 * What has to be let go of at the end, in the reverse order of its opening. It can be asked for at
 * any moment, also in the middle of a start.
 */
export class Closing {
  readonly #undo: (() => Promise<void>)[] = [];
  readonly #begun = new AbortController();

  /** Aborted once closing has begun: what waits for the world outside need not wait any more. */
  get signal(): AbortSignal {
    return this.#begun.signal;
  }

  add(undo: () => Promise<void>): void {
    this.#undo.push(undo);
  }

  /** Each is let go of, whatever becomes of the others: a database that is away keeps no lock. */
  async close(onFault: (error: unknown) => void): Promise<void> {
    this.#begun.abort();
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) await undo().catch(onFault);
  }
}
