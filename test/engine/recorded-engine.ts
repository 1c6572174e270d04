import { isDeepStrictEqual } from 'node:util';
import type { Engine, Launcher, Workflow } from '../../src/engine/engine.js';
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
    return this.#word(`step ${name}`, work);
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
    if (!isDeepStrictEqual(crash, here)) return;
    died();
    await new Promise<never>(() => undefined);
  }
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

function recordable(name: string, outcome: Outcome<unknown>) {
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

function replayed<T>(name: string, recorded: Recorded): T {
  if (recorded.name !== name) {
    throw new Error(`Not deterministic: «${recorded.name}» was recorded, now it is «${name}»`);
  }
  if ('error' in recorded) throw new Error(recorded.error);
  // The one trust boundary here, as in every engine: what was recorded under a name has its type.
  return JSON.parse(recorded.result);
}

interface Flow<Name extends string> {
  readonly name: Name;
  readonly id: string;
  readonly args: readonly string[];
  /** Epoch ms */
  readonly due: number;
  readonly record: WorkflowRecord;
  ended: boolean;
}

/** A crash of the first workflow of this name that gets so far. */
export interface PlannedCrash<Name extends string> extends Crash {
  readonly workflow: Name;
}

/**
 * The durable process under the virtual clock: what was started is kept with its record, and runs
 * one workflow at a time when `run` is called, the longest due first. So a lane keeps its order.
 */
export class RecordedProcess<Name extends string> implements Launcher<Name> {
  readonly #flows = new Map<string, Flow<Name>>();
  #crashed = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly workflows: () => Readonly<Record<Name, Workflow>>,
    private readonly random: () => number = () => 0.5,
  ) {}

  async start(name: Name, id: string, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, due: this.clock.now() });
  }

  async later(name: Name, id: string, delay: number, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, due: this.clock.now() + delay });
  }

  async inLane(name: Name, id: string, _lane: string, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, due: this.clock.now() });
  }

  /**
   * Runs what is due until nothing is, and gives back whether the process died in it. Called again
   * it goes on from the records, as a restart does. Rejects with the error of a workflow that
   * failed; that one has ended for good, as in DBOS.
   */
  async run(crash?: PlannedCrash<Name>): Promise<'idle' | 'crashed'> {
    for (let flow = this.#next(); flow; flow = this.#next()) {
      const planned = crash?.workflow === flow.name ? crash : undefined;
      if ((await this.#live(flow, planned)) === 'crashed') return 'crashed';
    }
    return 'idle';
  }

  /** The process dies at once, wherever it is: for a crash inside of a step. Never resolves. */
  die(): Promise<never> {
    this.#onDeath();
    return new Promise<never>(() => undefined);
  }

  /** What was recorded of the workflows of a name, in the order of their starts. */
  records(name: Name): readonly WorkflowRecord[] {
    return [...this.#flows.values()].filter((flow) => flow.name === name).map((f) => f.record);
  }

  /** How often the process died. */
  get crashes(): number {
    return this.#crashed;
  }

  #onDeath: () => void = () => undefined;

  #take(flow: Omit<Flow<Name>, 'record' | 'ended'>): void {
    if (this.#flows.has(flow.id)) return;
    this.#flows.set(flow.id, { ...flow, record: { words: [], sleeps: [] }, ended: false });
  }

  #next(): Flow<Name> | undefined {
    const due = [...this.#flows.values()].filter((f) => !f.ended && f.due <= this.clock.now());
    return due.sort((a, b) => a.due - b.due)[0];
  }

  #live(flow: Flow<Name>, crash: Crash | undefined): Promise<'ended' | 'crashed'> {
    return new Promise((resolve, reject) => {
      let dead = false;
      const died = () => {
        dead = true;
        this.#crashed += 1;
        resolve('crashed');
      };
      this.#onDeath = died;
      const { clock, random } = this;
      const engine = new RecordedEngine(flow.record, { clock, random, crash, died });
      const ends = (settle: () => void) => () => {
        if (dead) return;
        flow.ended = true;
        settle();
      };
      this.workflows()
        [flow.name](engine, ...flow.args)
        .then(
          ends(() => resolve('ended')),
          (error: unknown) => ends(() => reject(error))(),
        );
    });
  }
}
