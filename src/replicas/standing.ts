import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Executor } from '../engine/claims.js';
import type { Metrics } from '../metrics.js';
import { DatabaseWatch } from '../storage/database-watch.js';
import { Pulse } from './pulse.js';
import { sweepWith } from './sweep.js';

/** How this process stands to its database and to the other replicas on it. */
export interface Standing {
  readonly watch: DatabaseWatch;
  /** Resolves once this replica may act: see `Pulse.sure`. */
  sure(): Promise<void>;
  /** From now on takes over what the dead leave. The engine has to be launched. */
  lookAfterOthers(): void;
  /** Says that it goes, in good order. */
  leave(): Promise<void>;
}

/** Stands among the replicas by the connection aside; without one it is alone, as on the embedded database. */
export async function stand(
  aside: Pool | undefined,
  me: Executor,
  parts: {
    readonly metrics: Metrics;
    readonly log: Logger;
    readonly onFatal: (why: string) => void;
  },
): Promise<Standing> {
  parts.metrics.databaseUp.set(1);
  parts.metrics.replicasAlive.set(1);
  if (!aside) return ALONE;
  const pulse = await Pulse.begin({ aside, replicaId: me.executorId, ...parts });
  return {
    watch: pulse.watch,
    sure: () => pulse.sure(),
    lookAfterOthers: () => pulse.lookAfterOthers(sweepWith(aside, me, parts)),
    leave: () => pulse.leave(),
  };
}

const ALONE: Standing = {
  watch: new DatabaseWatch(),
  sure: async () => undefined,
  lookAfterOthers: () => undefined,
  leave: async () => undefined,
};
