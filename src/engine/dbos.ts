import { DBOS } from '@dbos-inc/dbos-sdk';
import { DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import {
  dbRetryConfig,
  globalParams,
  INTERNAL_QUEUE_NAME,
} from '@dbos-inc/dbos-sdk/internal/utils';
import { registerInternalQueue } from '@dbos-inc/dbos-sdk/internal/wfqueue';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { concerning } from '../logging/subject.js';
import { DbosLauncher, type RegisteredWorkflow } from './dbos-launcher.js';
import { dbosLog } from './dbos-log.js';
import { DurableEngine } from './durable-engine.js';
import type { Launcher, Workflow } from './engine.js';
import { useFewerStatements } from './fewer-statements.js';
import { Lanes } from './lanes.js';
import { UNUSED_URL } from './migrate-engine.js';

/** What steps in flight are waited for at the end, in ms. */
const PATIENCE_AT_END = 2_500;
/** A crash loop must not end a cancellation; DBOS gives up after 100 starts unless told. */
const NEVER_GIVE_UP = 1_000_000;
/** Once the database is back, its work goes on within about this; DBOS waits up to 60 unless told. s */
const LONGEST_BACKOFF = 5;
/** How often it is looked for workflows that were taken up from a dead replica: as DBOS itself does. ms */
const RECOVERY_POLL = 1_000;

export interface DbosSettings<Name extends string> {
  readonly pool: Pool;
  /** Tells replicas apart, stable over restarts: what this one left unfinished goes on at its launch. */
  readonly executorId: string;
  /** Pinned: DBOS goes on only with workflows of the same version. */
  readonly applicationVersion: string;
  /** Their names are recorded with each run: never rename one while runs of it are open. */
  readonly workflows: Readonly<Record<Name, Workflow>>;
  readonly lanes: {
    /** What lies at least between two looks of a replica at what it has put into lanes itself. ms */
    readonly looksApart: number;
  };
  readonly log: Logger;
  /** Resolves once this replica may go on: before each try of a step. */
  readonly sure?: () => Promise<void>;
  /** A workflow was found to go on elsewhere, and left to it. */
  readonly onFenced?: () => void;
  /** A workflow ended in an error for good. */
  readonly onFailed?: () => void;
  /** A try of a step failed, and is made again. */
  readonly onStepFailed?: () => void;
  /** Stands around each workflow, each time that it is run on here. */
  readonly around?: <T>(name: string, args: readonly string[], run: () => Promise<T>) => Promise<T>;
}

export interface DurableProcess<Name extends string> {
  readonly launcher: Launcher<Name>;
  /**
   * Stops within about 3 s. What is in flight stays recorded and goes on at the next launch; nothing
   * of the engine holds the process afterwards. The pool stays open, and is the caller's to close.
   */
  shutdown(): Promise<void>;
}

/**
 * Launches DBOS on the pool, whose tables `bringUpToDate` has made, and takes up what this executor left
 * unfinished. Once in a process at a time. A workflow that throws ends for good and is logged with its id.
 */
export async function launchDbos<Name extends string>(
  settings: DbosSettings<Name>,
): Promise<DurableProcess<Name>> {
  const engine = new DurableEngine(settings.log, settings.sure, settings.onStepFailed);
  const told = new WeakSet<object>();
  configure(settings, told);
  const lanes = new Lanes(settings.log, settings.lanes.looksApart);
  useFewerStatements(() => lanes.lookSoon());
  const workflows = register(settings, engine, told);
  try {
    // What this one left unfinished stands in DBOS's own queue, first looked at after a whole interval.
    const recovery = registerInternalQueue(INTERNAL_QUEUE_NAME, { minPollingIntervalMs: 1 });
    await DBOS.launch();
    recovery.minPollingIntervalMs = RECOVERY_POLL;
    await lanes.open();
  } catch (error) {
    await DBOS.shutdown({ deregister: true });
    throw error;
  }
  const launcher = new DbosLauncher<Name>(workflows, settings.pool, {
    moveDue: () => moveDue(settings.log),
    onReady: () => lanes.lookSoon(),
  });
  return {
    launcher,
    async shutdown() {
      launcher.stop();
      lanes.stop();
      await engine.stop(PATIENCE_AT_END);
      await DBOS.shutdown({ deregister: true });
    },
  };
}

/** For every `catch` in a workflow: this replica no longer owns it and must do nothing more. */
export function rethrowIfFenced(error: unknown): void {
  if (error instanceof DBOSWorkflowConflictError) throw error;
}

function configure<Name extends string>(settings: DbosSettings<Name>, told: WeakSet<object>): void {
  // Otherwise DBOS__CLOUD=true in the environment would choose the database, the ids and telemetry.
  globalParams.dbosCloud = false;
  dbRetryConfig.maxBackoffSec = LONGEST_BACKOFF;
  DBOS.setConfig({
    name: 'cancel-order-bot',
    systemDatabasePool: settings.pool,
    systemDatabaseUrl: UNUSED_URL,
    runMigrations: false,
    executorID: settings.executorId,
    applicationVersion: settings.applicationVersion,
    enablePatching: true,
    logger: dbosLog(settings.log, told),
    enableOTLP: false,
    tracingEnabled: false,
    // For streams and events, which we don't use: DBOS looks a hundred times a second for them.
    notificationCoalesceMs: 1_000,
  });
}

function register<Name extends string>(
  { workflows, log, onFenced, onFailed, around = plainly }: DbosSettings<Name>,
  engine: DurableEngine,
  told: WeakSet<object>,
): ReadonlyMap<string, RegisteredWorkflow> {
  const registered = new Map<string, RegisteredWorkflow>();
  for (const [name, workflow] of Object.entries<Workflow>(workflows)) {
    const runOn = async (args: readonly string[]) => {
      try {
        await workflow(engine, ...args);
      } catch (error) {
        if (error instanceof DBOSWorkflowConflictError) {
          log.info({ workflow: name, workflowId: DBOS.workflowID }, 'goes on elsewhere');
          onFenced?.();
          throw error;
        }
        if (error instanceof Error) told.add(error);
        const which = { workflow: name, workflowId: DBOS.workflowID };
        log.error({ code: 'workflow_failed', ...which, err: error }, 'workflow failed');
        onFailed?.();
        throw error;
      }
    };
    const run = DBOS.registerWorkflow(
      (...args: string[]) =>
        concerning({ workflow: name, workflowId: DBOS.workflowID ?? '' }, () =>
          around(name, args, () => runOn(args)),
        ),
      { name, maxRecoveryAttempts: NEVER_GIVE_UP },
    );
    registered.set(name, run);
  }
  return registered;
}

function plainly<T>(_name: string, _args: readonly string[], run: () => Promise<T>): Promise<T> {
  return run();
}

async function moveDue(log: Logger): Promise<void> {
  try {
    await DBOSExecutor.globalInstance?.systemDatabase.transitionDelayedWorkflows();
  } catch (error) {
    // DBOS looks again within a second.
    log.debug({ err: error }, 'could not move what is due');
  }
}
