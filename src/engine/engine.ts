/**
 * The small vocabulary in which the durable process is written. DBOS speaks it in production; a
 * change of engine is one file. Results must be plain JSON data: they are recorded.
 */
export interface Engine {
  /**
   * Runs `work` and records its result under the workflow: a restarted workflow gets the recorded
   * result instead. A work that throws is tried again until it passes. At least once: a step in flight when the process dies runs again. Before the
   * work it is made sure that this replica still owns the workflow; if not, an error is thrown
   * that no workflow may catch (`rethrowIfFenced`).
   */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Sleeps durably: a restart neither forgets nor prolongs it. `duration` in ms. */
  sleep(duration: number): Promise<void>;
  /** Epoch ms, recorded. */
  now(): Promise<number>;
  /** A random number in [0, 1), recorded. */
  random(): Promise<number>;
  /**
   * Whether this run goes the way that a change of its workflow has brought (docs/engine.md «Changing
   * a workflow»): false where an older version went past this place, recorded otherwise. Asked alone,
   * never beside another word, and once in a run: further on the answer may be another.
   */
  patched(name: string): Promise<boolean>;
}

/** A workflow: its arguments are plain JSON data. */
export type Workflow = (engine: Engine, ...args: readonly string[]) => Promise<void>;

/** Starting workflows from outside of one. An id is taken for good: starting it again does nothing. */
export interface Launcher<Name extends string> {
  /** Starts at once. */
  start(name: Name, id: string, ...args: readonly string[]): Promise<void>;
  /** Starts after `delay` ms, without a sleeping workflow in memory meanwhile. */
  later(name: Name, id: string, delay: number, ...args: readonly string[]): Promise<void>;
  /** Those of the ids that are taken already; a launcher that can't tell lets each be started again. */
  taken?(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Starts when its turn comes in the lane: one at a time in a lane, in the order of the calls. */
  inLane(name: Name, id: string, lane: string, ...args: readonly string[]): Promise<void>;
}
