import { Alarms } from '../../../src/engine/alarms.js';
import type { Engine } from '../../../src/engine/engine.js';
import { ForbiddenCallError } from '../../../src/seams.js';
import { outcomeOf, recordable, replayed } from '../../engine/recorded-engine.js';
import type { Random } from '../world/random.js';
import type { Replica } from '../world/replica.js';
import { Fenced } from './fenced.js';
import type { Flow } from './flows.js';

/** Between the tries of a step that failed, as the durable engine has it. ms */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;
/** While the database does not take a record. ms */
const RECORD_AGAIN = 1_000;

export interface Surroundings {
  readonly replica: Replica;
  readonly random: Random;
  /** Whether the database takes a record now. */
  readonly mayRecord: () => boolean;
  readonly failed: (flow: Flow, step: string, error: unknown) => void;
}

/**
 * The vocabulary as DBOS speaks it, on the simulated timeline: words are recorded and replayed, the
 * fence stands before each try of a step's body and before each record, and between the body and
 * its record the replica can die.
 */
export class SimulatedEngine implements Engine {
  readonly #alarms = new Alarms();
  #said = 0;

  constructor(
    private readonly flow: Flow,
    private readonly token: number,
    private readonly around: Surroundings,
  ) {}

  step<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#word(`step ${name}`, () => this.#untilItPasses(name, work));
  }

  async sleep(duration: number): Promise<void> {
    const over = await this.#word('sleep', async () => Date.now() + duration);
    await this.#alarms.at(over);
  }

  now(): Promise<number> {
    return this.#word('now', async () => Date.now());
  }

  random(): Promise<number> {
    return this.#word('random', async () => this.around.random.next());
  }

  /** Nothing here was begun by an older version. */
  patched(name: string): Promise<boolean> {
    return this.#word(`patch ${name}`, async () => true);
  }

  async #word<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { flow, around } = this;
    const word = this.#said;
    this.#said += 1;
    const recorded = flow.words[word];
    if (recorded) return replayed(name, recorded);
    await around.replica.gate('word', 'before');
    const outcome = await outcomeOf(work);
    if ('error' in outcome && outcome.error instanceof Fenced) throw outcome.error;
    await around.replica.gate('word', 'after');
    for (const alarms = this.#alarms; !around.mayRecord(); ) {
      await alarms.at(Date.now() + RECORD_AGAIN);
    }
    this.#assertOwned();
    flow.words[word] = { name, ...recordable(name, outcome) };
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  async #untilItPasses<T>(name: string, work: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
      try {
        this.#assertOwned();
        return await work();
      } catch (error) {
        if (error instanceof Fenced) throw error;
        if (error instanceof ForbiddenCallError) throw error.cause;
        this.around.failed(this.flow, name, error);
        await this.#alarms.at(Date.now() + wait);
      }
    }
  }

  #assertOwned(): void {
    if (this.flow.token !== this.token) throw new Fenced(this.flow.id);
  }
}
