import { AsyncResource } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Pool } from 'pg';
import { Alarms } from './alarms.js';
import type { Launcher } from './engine.js';
import { QUEUE } from './lanes.js';

/**
 * DBOS itself looks once a second for what is due. A delay up to this long is looked for when it is
 * due; beyond, the second does not matter. In ms.
 */
const WORTH_AN_ALARM = 60_000;
/** Alarms this near to each other are one. In ms. */
const ALARMS_APART = 50;
/** A lane's order is by the ms of their enqueueing: two of them must not share one. In ms. */
const TURNS_APART = 2;

type StartWorkflowParams = NonNullable<Parameters<typeof DBOS.startWorkflow>[1]>;

/** A workflow as DBOS gave it back. */
export type RegisteredWorkflow = (...args: string[]) => Promise<void>;

/** What a launcher has done in the queue. */
interface OfTheQueue {
  /** Moves the delayed workflows that are due to their place in the queue. */
  moveDue(): Promise<void>;
  /** There may be something to take from the queue. */
  onReady(): void;
}

/** Starts workflows through DBOS. It may be used inside of steps too, unlike DBOS's own calls. */
export class DbosLauncher<Name extends string> implements Launcher<Name> {
  readonly #workflows: ReadonlyMap<string, RegisteredWorkflow>;
  readonly #pool: Pool;
  readonly #queue: OfTheQueue;
  readonly #outside = new AsyncResource('DbosLauncher');
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #alarms = new Alarms();
  readonly #alarmsSet = new Set<number>();
  #stopped = false;

  constructor(workflows: ReadonlyMap<string, RegisteredWorkflow>, pool: Pool, queue: OfTheQueue) {
    this.#workflows = workflows;
    this.#pool = pool;
    this.#queue = queue;
  }

  start(name: Name, id: string, ...args: readonly string[]): Promise<void> {
    return this.#start(name, args, { workflowID: id });
  }

  async later(name: Name, id: string, delay: number, ...args: readonly string[]): Promise<void> {
    // DBOS takes fractions of a second, but its table none of a millisecond.
    const wholeDelay = Math.ceil(delay);
    const due = Date.now() + wholeDelay;
    await this.#start(name, args, {
      workflowID: id,
      queueName: QUEUE,
      enqueueOptions: { queuePartitionKey: `later/${id}`, delaySeconds: wholeDelay / 1000 },
    });
    if (wholeDelay <= WORTH_AN_ALARM) this.#setAlarm(due);
  }

  inLane(name: Name, id: string, lane: string, ...args: readonly string[]): Promise<void> {
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const turn = before.then(() =>
      this.#start(name, args, {
        workflowID: id,
        queueName: QUEUE,
        enqueueOptions: { queuePartitionKey: `lane/${lane}` },
      }),
    );
    const after = turn.then(
      () => {
        this.#queue.onReady();
        return pause(TURNS_APART);
      },
      () => undefined,
    );
    this.#lanes.set(lane, after);
    void after.then(() => {
      if (this.#lanes.get(lane) === after) this.#lanes.delete(lane);
    });
    return turn;
  }

  async taken(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.#pool.query<{ workflow_uuid: string }>(
      'select workflow_uuid from dbos.workflow_status where workflow_uuid = any($1::text[])',
      [ids],
    );
    return new Set(rows.map(({ workflow_uuid }) => workflow_uuid));
  }

  /** From now on every start fails. */
  stop(): void {
    this.#stopped = true;
    this.#alarms.takeBack();
  }

  async #start(name: Name, args: readonly string[], params: StartWorkflowParams): Promise<void> {
    if (this.#stopped) throw new Error(`The engine is stopped: ${name} can't be started`);
    const workflow = this.#workflows.get(name);
    if (!workflow) throw new Error(`There is no workflow ${name}`);
    await this.#outside.runInAsyncScope(() => DBOS.startWorkflow(workflow, params)(...args));
  }

  #setAlarm(due: number): void {
    const moment = Math.ceil(due / ALARMS_APART) * ALARMS_APART;
    if (this.#stopped || this.#alarmsSet.has(moment)) return;
    this.#alarmsSet.add(moment);
    void this.#alarms.at(moment).then(async () => {
      this.#alarmsSet.delete(moment);
      await this.#queue.moveDue();
      this.#queue.onReady();
    });
  }
}
