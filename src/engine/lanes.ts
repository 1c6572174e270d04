import { DBOS } from '@dbos-inc/dbos-sdk';
import { runWithAbortableDbRetries } from '@dbos-inc/dbos-sdk/internal/context';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { globalParams } from '@dbos-inc/dbos-sdk/internal/utils';
import type { Logger } from 'pino';
import { v4 as newToken } from 'uuid';
import { Looks } from './looks.js';

/** The one queue: a partition for each lane, and one for each delayed workflow. */
export const QUEUE = 'opsguide';

/** How often DBOS itself looks for what other replicas have put into lanes, or left there. ms */
const DBOS_LOOKS = 1_000;

type Queue = Awaited<ReturnType<typeof DBOS.registerQueue>>;

/**
 * The lanes as this replica takes from them: at once where it has put something in, or where something
 * of its own has ended, and otherwise with DBOS's own looks. An idle bot asks little so, and nobody
 * waits for the next look.
 */
export class Lanes {
  readonly #log: Logger;
  readonly #looks: Looks;
  readonly #stopped = new AbortController();
  #queue: Queue | undefined;

  /** `apart`: what lies between two looks of its own at least, in ms. */
  constructor(log: Logger, apart: number) {
    this.#log = log;
    this.#looks = new Looks(() => this.#look(), apart);
  }

  /** Makes the queue, and takes what waits in it. DBOS is launched. */
  async open(): Promise<void> {
    this.#queue = await DBOS.registerQueue(QUEUE, {
      partitionConcurrency: 1,
      minPollingIntervalMs: DBOS_LOOKS,
      onConflict: 'always_update',
    });
    this.lookSoon();
  }

  /** Something was put into a lane, or a lane has become free. */
  lookSoon(): void {
    this.#looks.soon();
  }

  /** Takes nothing more. */
  stop(): void {
    this.#looks.stop();
    this.#stopped.abort();
  }

  async #look(): Promise<void> {
    const executor = DBOSExecutor.globalInstance;
    if (!executor || !this.#queue) return;
    const { systemDatabase, executorID } = executor;
    const limits = [
      this.#queue,
      executorID,
      globalParams.appVersion,
      Number.POSITIVE_INFINITY,
    ] as const;
    const token = newToken();
    try {
      // Any number of looks may be under way, here and elsewhere: a workflow is taken by one of them.
      await runWithAbortableDbRetries(this.#stopped.signal, async () => {
        const taken = await systemDatabase.findAndMarkStartablePartitionedWorkflows(
          ...limits,
          token,
        );
        if (taken.length > 0) await executor.dispatchDequeuedWorkflows(taken, token);
      });
    } catch (error) {
      // DBOS looks again within a second.
      this.#log.debug({ err: error }, 'could not look at the lanes');
    }
  }
}
