import type { Sandbox } from '../sandbox.js';
import type { Clock, ShownProcess } from './contract.js';

/** As many events as one can follow. */
const SHOWN_EVENTS = 6;

/** Starts, kills and starts again the app's process, and tells how it stands. */
export class Keeper {
  #state: ShownProcess['state'] = 'dead';
  #events: ShownProcess['events'] = [];
  /** One thing after the other: a kill waits for nothing but a start that is under way. */
  #busy: Promise<void> = Promise.resolve();

  constructor(
    private readonly sandbox: Sandbox,
    private readonly changed: () => void,
  ) {
    sandbox.onBotEnded = (how) => this.#is('dead', `ended by itself (${how})`);
  }

  get process(): ShownProcess {
    const pid = this.sandbox.bot?.pid;
    return { state: this.#state, events: this.#events, ...(pid !== undefined && { pid }) };
  }

  /** Starts it, unless it runs. Never rejects: how it went is in `process`. */
  start(): Promise<void> {
    return this.#next(() => this.#start());
  }

  /** SIGKILL, whatever it was doing, and a new start on the same data. */
  async kill(): Promise<void> {
    if (this.#state === 'serving' || this.#state === 'starting') await this.#kill();
    await this.start();
  }

  /** Another clock holds from the next start: stops it in order, and starts it again. */
  setClock(clock: Clock): Promise<void> {
    return this.#next(async () => {
      if (this.sandbox.clock === clock) return;
      this.sandbox.clock = clock;
      this.#is('stopping', `is stopped for the ${clock} clock`);
      await this.sandbox.stopBot();
      await this.#start();
    });
  }

  async #kill(): Promise<void> {
    const pid = this.sandbox.bot?.pid;
    await this.sandbox.killBot();
    this.#is('dead', `process ${pid} is dead (SIGKILL)`);
  }

  async #start(): Promise<void> {
    if (this.#state === 'serving' || this.#state === 'starting') return;
    const begun = performance.now();
    this.#is('starting', 'a new process starts');
    const starting = this.sandbox.startBot();
    this.changed();
    try {
      await starting;
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.#is('serving', `process ${this.sandbox.bot?.pid} serves, after ${seconds} s`);
    } catch (error) {
      // A kill in the middle of the start has said so already.
      if (this.sandbox.bot === undefined) return;
      await this.sandbox.killBot();
      this.#is('dead', error instanceof Error ? error.message : String(error));
    }
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#busy = this.#busy.then(work);
    return this.#busy;
  }

  #is(state: ShownProcess['state'], text: string): void {
    this.#state = state;
    this.#events = [...this.#events, { at: Date.now(), text }].slice(-SHOWN_EVENTS);
    this.changed();
  }
}
