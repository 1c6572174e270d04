import { AsyncResource } from 'node:async_hooks';

/**
 * Looks at once when something may have become ready, and then no more often than every `apart` ms,
 * however often it is asked.
 */
export class Looks {
  readonly #look: () => Promise<void>;
  readonly #apart: number;
  // Whoever asks is often a workflow, and what is found there is none of its own.
  readonly #outside = new AsyncResource('Looks');
  #isAsked = false;
  #isLooking = false;
  #isStopped = false;

  /** `look` must not reject. */
  constructor(look: () => Promise<void>, apart: number) {
    this.#look = look;
    this.#apart = apart;
  }

  /** Something may have become ready. */
  soon(): void {
    this.#isAsked = true;
    if (!this.#isLooking) this.#outside.runInAsyncScope(() => void this.#go());
  }

  /** From now on none begins. */
  stop(): void {
    this.#isStopped = true;
  }

  async #go(): Promise<void> {
    this.#isLooking = true;
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      await this.#look();
      await new Promise((resolve) => void setTimeout(resolve, this.#apart).unref());
    }
    this.#isLooking = false;
  }
}
