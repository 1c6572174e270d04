import { isDeepStrictEqual } from 'node:util';
import type { Engine } from '../../src/engine/engine.js';
import type { VirtualClock } from './virtual-clock.js';

/**
 * Where a process dies: before the word is said, in it (its effect has happened, its result is not
 * recorded), or after it (recorded, and nothing more). Words are counted from 0 in a workflow.
 */
export interface Crash {
  readonly word: number;
  readonly moment: 'before' | 'in' | 'after';
}

/** A word of the vocabulary as it was recorded: its name, and its result or error as JSON. */
export type Recorded = { readonly name: string } & (
  | { readonly result: string }
  | { readonly error: string }
);

/** What one workflow leaves behind: all that a restart has to go on. */
export interface WorkflowRecord {
  readonly words: Recorded[];
  /** The durations slept, in ms; a sleep taken up after a crash is no second one. */
  readonly sleeps: number[];
}

interface Life {
  readonly clock: VirtualClock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly crash?: Crash | undefined;
  /** Called when the process dies; no word of it is answered any more. */
  readonly died: () => void;
}

/**
 * The vocabulary with a virtual clock: a sleep moves the clock and takes no time. Words are
 * recorded as DBOS does it; one that stands in the record already is answered from there, and one
 * that is not the recorded one is an error, because then the workflow is not deterministic.
 */
export class RecordedEngine implements Engine {
  #said = 0;

  constructor(
    private readonly record: WorkflowRecord,
    private readonly life: Life,
  ) {}

  step<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#word(`step ${name}`, () => untilItPasses(work));
  }

  async sleep(duration: number): Promise<void> {
    const { clock } = this.life;
    const over = await this.#word('sleep', async () => {
      this.record.sleeps.push(duration);
      return clock.now() + duration;
    });
    await clock.advance(Math.max(0, over - clock.now()));
  }

  now(): Promise<number> {
    return this.#word('now', async () => this.life.clock.now());
  }

  random(): Promise<number> {
    return this.#word('random', async () => this.life.random());
  }

  /** As DBOS: another word in the record at this place was said by an older version. */
  async patched(name: string): Promise<boolean> {
    const word = `patch ${name}`;
    const recorded = this.record.words[this.#said];
    return recorded && recorded.name !== word ? false : this.#word(word, async () => true);
  }

  async #word<T>(name: string, work: () => Promise<T>): Promise<T> {
    const word = this.#said;
    this.#said += 1;
    const recorded = this.record.words[word];
    if (recorded) return replayed(name, recorded);
    await this.#mayDie({ word, moment: 'before' });
    const outcome = await outcomeOf(work);
    await this.#mayDie({ word, moment: 'in' });
    this.record.words.push({ name, ...recordable(name, outcome) });
    await this.#mayDie({ word, moment: 'after' });
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  async #mayDie(here: Crash): Promise<void> {
    const { crash, died } = this.life;
    if (crash?.word !== here.word || crash.moment !== here.moment) return;
    died();
    await new Promise<never>(() => undefined);
  }
}

export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** What came of a work, an error too. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** As it stands in the record. Throws for what is not plain JSON data. */
export function recordable(name: string, outcome: Outcome<unknown>) {
  if ('error' in outcome) {
    const { error } = outcome;
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const result = JSON.stringify(outcome.value);
  if (result === undefined || !isDeepStrictEqual(JSON.parse(result), outcome.value)) {
    throw new Error(`The result of «${name}» is not plain JSON data: ${result}`);
  }
  return { result };
}

/** The answer of a word that was said before. */
export function replayed<T>(name: string, recorded: Recorded): T {
  if (recorded.name !== name) {
    throw new Error(`Not deterministic: «${recorded.name}» was recorded, now it is «${name}»`);
  }
  if ('error' in recorded) throw new Error(recorded.error);
  // The one trust boundary here, as in every engine: what was recorded under a name has its type.
  return JSON.parse(recorded.result);
}

/** As the durable engine does: a work that throws is tried again. A defect must not hang a test. */
async function untilItPasses<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt < 5; attempt += 1) {
    try {
      return await work();
    } catch {
      // Tried again below.
    }
  }
  return work();
}
