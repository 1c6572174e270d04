import type { Launcher, Workflow } from '../../src/engine/engine.js';
import { type Crash, RecordedEngine, type WorkflowRecord } from './recorded-engine.js';
import type { VirtualClock } from './virtual-clock.js';

interface Flow<Name extends string> {
  readonly name: Name;
  readonly id: string;
  readonly args: readonly string[];
  /** Epoch ms */
  readonly due: number;
  /** How late it was started, in ms. */
  readonly delay: number;
  readonly lane?: string;
  readonly record: WorkflowRecord;
  ended: boolean;
}

/** A crash of the first workflow of this name that gets so far. */
export interface PlannedCrash<Name extends string> extends Crash {
  readonly workflow: Name;
}

/**
 * The durable process under the virtual clock: what was started is kept with its record, and runs
 * one workflow at a time when `run` is called: the longest due first, and lanes, each in its order,
 * when nothing else is due. Of `slept` names a late start is waited for, as a sleep is.
 */
export class RecordedProcess<Name extends string> implements Launcher<Name> {
  readonly #flows = new Map<string, Flow<Name>>();
  #crashed = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly workflows: () => Readonly<Record<Name, Workflow>>,
    private readonly random: () => number = () => 0.5,
    private readonly slept: readonly Name[] = [],
  ) {}

  async start(name: Name, id: string, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, delay: 0, due: this.clock.now() });
  }

  async later(name: Name, id: string, delay: number, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, delay, due: this.clock.now() + delay });
  }

  async inLane(name: Name, id: string, lane: string, ...args: readonly string[]): Promise<void> {
    this.#take({ name, id, args, lane, delay: 0, due: this.clock.now() });
  }

  /**
   * Runs what is due until nothing is, and gives back whether the process died in it. Called again
   * it goes on from the records, as a restart does. Rejects with the error of a workflow that
   * failed; that one has ended for good, as in DBOS.
   */
  async run(crash?: PlannedCrash<Name>): Promise<'idle' | 'crashed'> {
    for (let flow = await this.#next(); flow; flow = await this.#next()) {
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

  /** What they waited, each for its late start and then asleep, in ms. */
  waits(...names: readonly Name[]): readonly number[] {
    const flows = [...this.#flows.values()].filter(({ name }) => names.includes(name));
    return flows.flatMap(({ delay, record }) => [...(delay > 0 ? [delay] : []), ...record.sleeps]);
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

  async #next(): Promise<Flow<Name> | undefined> {
    const next = this.#due();
    const asleep = [...this.#flows.values()].filter((f) => !f.ended && this.slept.includes(f.name));
    if (next || asleep.length === 0) return next;
    const wakesAt = Math.min(...asleep.map(({ due }) => due));
    await this.clock.advance(wakesAt - this.clock.now());
    return this.#due();
  }

  #due(): Flow<Name> | undefined {
    const due = [...this.#flows.values()].filter((f) => !f.ended && f.due <= this.clock.now());
    const inLane = ({ lane }: Flow<Name>) => (lane === undefined ? 0 : 1);
    return due.sort((a, b) => inLane(a) - inLane(b) || a.due - b.due)[0];
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
