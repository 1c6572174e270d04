import type { WorkflowName } from '../../../src/cancellations/signal.js';
import { ForbiddenCallError } from '../../../src/seams.js';
import type { Recorded } from '../../engine/recorded-engine.js';
import type { Random } from '../world/random.js';
import type { Replica } from '../world/replica.js';
import type { Happening, Timeline } from '../world/timeline.js';
import { Fenced } from './fenced.js';

/** A workflow as the engine's tables hold it: all that outlives the replica that runs it. */
export interface Flow {
  readonly name: WorkflowName;
  readonly id: string;
  readonly args: readonly string[];
  readonly lane?: string;
  /** By the clock of the replica that asked for it, epoch ms. */
  readonly due: number;
  readonly words: Recorded[];
  state: 'delayed' | 'queued' | 'running' | 'ended' | 'failed';
  owner?: Replica;
  /** Fresh with each claim: who holds an older one writes nothing more. */
  token: number;
}

/** What a workflow's code does something for: the workflow, as it was claimed. */
export class FlowCause {
  constructor(
    readonly flow: Flow,
    readonly token: number,
  ) {}
}

/** A replica that can run what it is given, from the record on. */
export interface Runner {
  readonly replica: Replica;
  run(flow: Flow, token: number): void;
}

/** The workflow that something is done for; undefined where it is done for a person. */
export function flowOf(cause: unknown): FlowCause | undefined {
  return cause instanceof FlowCause ? cause : undefined;
}

/** Whether something is done for a workflow that another has claimed since. */
export function isStale(cause: unknown): boolean {
  const claimed = flowOf(cause);
  return claimed !== undefined && claimed.flow.token !== claimed.token;
}

/**
 * As fence.ts: a call with an effect is let out only while its workflow is still ours. What lies
 * between this and its first byte is left.
 */
export function assertOurs(cause: unknown): void {
  if (!isStale(cause)) return;
  throw new ForbiddenCallError('The workflow goes on elsewhere', { cause: new Fenced('stale') });
}

/** Lanes and due times are looked at this often by each replica (durable-process.ts), ms. */
const POLL = 200;
/** While no replica is at work. ms */
const AWAY = 1_000;

/**
 * The engine's tables, shared by all replicas: starts by ids that are taken once, delays, lanes, and
 * who owns what. As DBOS has it: a dead owner's workflows stand still until another claims them.
 */
export class Flows {
  readonly #flows = new Map<string, Flow>();
  readonly #lanes = new Map<string, Flow[]>();
  readonly #runners: Runner[] = [];
  #look: Happening | undefined;

  constructor(
    private readonly timeline: Timeline,
    private readonly random: Random,
  ) {}

  get all(): readonly Flow[] {
    return [...this.#flows.values()];
  }

  isTaken(id: string): boolean {
    return this.#flows.has(id);
  }

  /** A replica takes part from now on. */
  join(runner: Runner): void {
    this.#runners.push(runner);
    this.lookAround();
  }

  start(by: Runner, name: WorkflowName, id: string, args: readonly string[]): void {
    const flow = this.#take({ name, id, args, due: by.replica.now() }, 'queued');
    if (flow) this.#claim(flow, by);
  }

  later(by: Replica, name: WorkflowName, id: string, delay: number, args: readonly string[]): void {
    this.#take({ name, id, args, due: by.now() + delay }, 'delayed');
    this.lookAround();
  }

  inLane(by: Replica, name: WorkflowName, id: string, lane: string, args: readonly string[]): void {
    const flow = this.#take({ name, id, args, lane, due: by.now() }, 'queued');
    if (!flow) return;
    const queue = this.#lanes.get(lane) ?? [];
    this.#lanes.set(lane, queue);
    queue.push(flow);
    this.lookAround();
  }

  ended(flow: Flow, how: 'ended' | 'failed'): void {
    flow.state = how;
    this.lookAround();
  }

  /** What these replicas left unfinished goes on elsewhere: each is claimed with a fresh token. */
  takeOver(from: readonly Replica[], by: Runner): number {
    const left = this.all.filter(
      ({ state, owner }) => state === 'running' && owner && from.includes(owner),
    );
    for (const flow of left) this.#claim(flow, by);
    return left.length;
  }

  /** Each replica at work looks for what is due by its own clock, and for lanes that are free. */
  lookAround(): void {
    this.#look?.takeBack();
    const next = Math.min(...this.all.filter(isDelayed).map((flow) => this.#dueAt(flow)));
    const isQueued = [...this.#lanes.values()].some((queue) => isFree(queue));
    const isAnybodyThere = this.#atWork().length > 0;
    const at = isQueued ? this.timeline.now + (isAnybodyThere ? 0 : AWAY) : next;
    if (!Number.isFinite(at)) return;
    this.#look = this.timeline.at(at + this.random.between(0, POLL), () => this.#dispatch());
  }

  #dispatch(): void {
    for (const flow of this.all.filter(isDelayed)) {
      const able = this.#atWork().filter(({ replica }) => replica.now() >= flow.due);
      if (able.length > 0) this.#claim(flow, this.random.pick(able));
    }
    for (const queue of this.#lanes.values()) {
      while (queue[0] && isOver(queue[0])) queue.shift();
      const able = this.#atWork();
      if (queue[0]?.state === 'queued' && able.length > 0) {
        this.#claim(queue[0], this.random.pick(able));
      }
    }
    this.lookAround();
  }

  #atWork(): readonly Runner[] {
    return this.#runners.filter(({ replica }) => replica.isAtWork);
  }

  /** True time at which the first replica at work finds it due; while none is, it is asked again. */
  #dueAt({ due }: Flow): number {
    const { now } = this.timeline;
    const skews = this.#atWork().map(({ replica }) => replica.skew);
    return skews.length === 0 ? now + AWAY : Math.max(now, due - Math.max(...skews));
  }

  #take(
    flow: Pick<Flow, 'name' | 'id' | 'args' | 'due' | 'lane'>,
    state: Flow['state'],
  ): Flow | undefined {
    if (this.#flows.has(flow.id)) return undefined;
    const taken: Flow = { ...flow, words: [], state, token: 0 };
    this.#flows.set(flow.id, taken);
    return taken;
  }

  #claim(flow: Flow, by: Runner): void {
    flow.state = 'running';
    flow.owner = by.replica;
    flow.token += 1;
    by.run(flow, flow.token);
  }
}

function isDelayed({ state }: Flow): boolean {
  return state === 'delayed';
}

function isOver({ state }: Flow): boolean {
  return state === 'ended' || state === 'failed';
}

/** Whether the lane's next one could run: the ones before it are over, and it is not running. */
function isFree(queue: readonly Flow[]): boolean {
  return queue.find((flow) => !isOver(flow))?.state === 'queued';
}
