import type { WebClient } from '@slack/web-api';
import { Kysely, PostgresDialect } from 'kysely';
import type { Logger } from 'pino';
import { logHeads } from './audit/log-heads.js';
import { bringUpToDate } from './bring-up-to-date.js';
import { observers } from './cancellations/run/observers.js';
import type { WorkflowName } from './cancellations/signal.js';
import { subjectOf } from './cancellations/subject.js';
import { waker } from './cancellations/wake.js';
import { watchClock } from './clock-watch.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { launchDbos } from './engine/dbos.js';
import type { Launcher } from './engine/engine.js';
import type { Fence } from './engine/fence.js';
import { launcherToCome } from './engine/launcher-to-come.js';
import { concerning } from './logging/subject.js';
import { readStandingWork } from './metrics/standing-query.js';
import type { Metrics } from './metrics.js';
import type { OrderService } from './orders/order-service.js';
import { stand } from './replicas/standing.js';
import type { Seams } from './seams.js';
import type { Places } from './slack/places.js';
import type { DatabaseWatch } from './storage/database-watch.js';
import { openDatabase } from './storage/open-database.js';
import type { Tables } from './storage/tables.js';
import { createTicketDesk } from './tickets/webhook.js';
import { tracedRuns } from './tracing/observe-runs.js';
import { inTraceOf } from './tracing/spans.js';
import { executorOf, type Wired, wireProcess } from './wiring.js';

/** Recovery matches on it: changed only with a workflow change that no patch can bridge. */
const APPLICATION_VERSION = '1';
/** Looks into the lanes that come one upon the other are so far apart. ms */
const LOOKS_APART = 200;
/** What a crash left between a move and its signal is woken this often. ms */
const WAKE_EVERY = 30_000;

/** What the process is started with, besides its settings. */
export interface Surroundings {
  readonly client: WebClient;
  readonly places: Places;
  readonly orders: OrderService;
  readonly log: Logger;
  readonly seams: Seams;
  readonly fence: Fence;
  readonly metrics: Metrics;
  readonly closing: Closing;
  /** The process must stop at once, without writing more. */
  readonly onFatal: (why: string) => void;
}

/** The durable process, at work. */
export interface AtWork extends Wired {
  readonly watch: DatabaseWatch;
}

/**
 * The durable process, from the database to its workflows: all that goes on without Slack. Each part
 * is handed to `closing` as it opens. Rejects with StorageError.
 */
export async function startProcess(config: Config, around: Surroundings): Promise<AtWork> {
  const { client, places, orders, log, seams, fence, metrics, closing, onFatal } = around;
  const database = await openDatabase(config.storage, {
    onLockLost: (error) => onFatal(error.message),
    onConnectionLost: (error) =>
      log.warn({ error: error.message, code: 'connection_lost' }, 'a connection broke'),
  });
  closing.add(() => database.close());
  const pool = seams.pool(database.pool);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await bringUpToDate(database, log);
  const me = { executorId: executorOf(config), applicationVersion: APPLICATION_VERSION };
  const standing = await stand(database.aside, me, { metrics, log, onFatal });
  closing.add(() => standing.leave());
  fence.sure = standing.sure;

  const { promise, resolve } = whenLaunched();
  const launcher = launcherToCome(promise);
  const ticketDesk = config.ticketWebhook && createTicketDesk(config.ticketWebhook, seams.call);
  const wired = wireProcess(config, {
    ...{ db, launcher, orders, ticketDesk, client, places, log },
    observer: observers([metrics.runs, tracedRuns], log),
  });
  const engine = await launchDbos<WorkflowName>({
    pool,
    ...me,
    workflows: wired.workflows,
    lanes: { looksApart: LOOKS_APART },
    log,
    sure: standing.sure,
    onFenced: () => metrics.fencedWorkflows.inc(),
    onFailed: () => metrics.failedWorkflows.inc(),
    onStepFailed: () => metrics.failedSteps.inc(),
    around(name, args, run) {
      const subject = subjectOf(name, args);
      return concerning(subject, () => inTraceOf(subject.run, run));
    },
  });
  closing.add(() => engine.shutdown());
  const stopWatching = watchClock((by) =>
    onFatal(
      `The clock was set back by ${Math.round(by / 1_000)} s, and the queue waits by it: the process ends, to be started anew`,
    ),
  );
  closing.add(async () => stopWatching());
  standing.lookAfterOthers();
  metrics.standing.readFrom(async () => {
    if (standing.watch.awaySince !== undefined) return undefined;
    return readStandingWork(db).catch((error: unknown) => {
      log.warn({ err: error, code: 'metrics_unread' }, 'the gauges could not be read');
      return undefined;
    });
  });
  const stopLoggingHeads = logHeads(db, log);
  closing.add(async () => stopLoggingHeads());
  resolve(engine.launcher);

  const { parts, outbox } = wired;
  const wakeAll = waker(parts, outbox);
  const wake = () =>
    wakeAll().catch((error: unknown) =>
      log.error({ err: error, code: 'waking_failed' }, 'waking failed'),
    );
  void wake();
  const waking = setInterval(wake, WAKE_EVERY);
  closing.add(async () => clearInterval(waking));
  return { ...wired, watch: standing.watch };
}

function whenLaunched() {
  let resolve: (launcher: Launcher<WorkflowName>) => void = () => undefined;
  const promise = new Promise<Launcher<WorkflowName>>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
