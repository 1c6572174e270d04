import type { WebClient } from '@slack/web-api';
import { Kysely, PostgresDialect } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Parts, WorkflowName } from './cancellations/parts.js';
import { records as recordsOf, type Woken } from './cancellations/run/records.js';
import { cardId, type Outbox, outbox as outboxOf } from './cancellations/telling/outbox.js';
import { escalations as escalationsOf } from './cancellations/trouble/escalations.js';
import { wakeAll, wake as wakeFor } from './cancellations/wake.js';
import { workflows } from './cancellations/workflows.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { launchDbos } from './engine/dbos.js';
import type { Launcher } from './engine/engine.js';
import { launcherToCome } from './engine/launcher-to-come.js';
import { slackLog } from './log.js';
import { createOrderService } from './orders/client.js';
import type { OrderService } from './orders/order-service.js';
import { probeOrderService } from './orders/probe.js';
import type { Clear } from './runbook/assessment.js';
import { serve } from './server.js';
import { createSlackApp } from './slack/app.js';
import { slackClients } from './slack/clients.js';
import { modalsOf } from './slack/modals.js';
import { introduceUntilKnown } from './slack/ourselves.js';
import { identifyWith } from './slack/people.js';
import { type Places, placesWith } from './slack/places.js';
import { poster } from './slack/poster.js';
import { migrate } from './storage/migrations.js';
import { openDatabase } from './storage/open-database.js';
import type { Tables } from './storage/tables.js';
import { createTicketDesk } from './tickets/webhook.js';

/** Recovery matches on it: changed only with a workflow change that no patch can bridge. */
const APPLICATION_VERSION = '1';
/** How often lanes and due times are looked at. ms */
const LANE_POLL = 200;
/** What a crash left between a move and its signal is woken this often. ms */
const WAKE_EVERY = 30_000;
/** Whose roles are asked for where only an answer is wanted: «no such user» is one. */
const NOBODY = 'opsguide';
/** A start says within 10 s that the order service does not answer. ms */
const PROBE_WITHIN = 5_000;
/** What was acknowledged is answered before the bot goes. ms */
const DRAIN_WITHIN = 4_000;

/** A modal is filled in within minutes; the second look is the one that counts. ms */
const LOOK_IS_FRESH = 2 * 60_000;
const LOOKS_KEPT = 1_000;

/**
 * Everything durable goes through the one pool, our rows and the engine's: a test may stand in it and
 * end the process before or after any write. The bot itself puts nothing there.
 */
export type Through = (pool: Pool) => Pool;

/**
 * Wires the parts and starts them: storage and engine, so that what is in flight goes on even while
 * Slack is away, and meanwhile Slack is asked who we are. Each part is handed to `closing` as it
 * opens. Rejects with StorageError or StartError.
 */
export async function startBot(
  config: Config,
  log: Logger,
  closing: Closing,
  onFatal: (why: string) => void,
  through: Through = (pool) => pool,
): Promise<void> {
  const clients = slackClients(config.slack, slackLog(log));
  const places = placesWith(clients.modals);
  const orders = createOrderService({
    ...{ ...config.orders, log },
    retryBase: config.policy.retryBase,
  });
  sayWhetherOrdersAnswer(config, orders, log).catch((error: unknown) =>
    log.error({ err: error }, 'the order service could not be probed'),
  );
  const [{ parts, outbox }, ourselves] = await Promise.all([
    startProcess(config, { client: clients.posts, places, orders }, log, closing, onFatal, through),
    introduceUntilKnown(clients.modals, log, closing.signal),
  ]);
  const slack = await createSlackApp(
    config.slack,
    ourselves,
    {
      ...{ parts, outbox, places, log },
      modals: modalsOf(clients.modals, log),
      identify: identifyWith(clients.modals, ourselves.teamId, config.userIdSource),
      looks: new LRUCache<string, Clear>({ max: LOOKS_KEPT, ttl: LOOK_IS_FRESH }),
      commands: new RateLimiterMemory({ points: config.commandsPerMinute, duration: 60 }),
    },
    log,
  );
  closing.add(async () => {
    await slack.stop();
    if (!(await slack.drain.idle(DRAIN_WITHIN))) log.warn('left clicks unanswered');
  });
  await slack.start();
  const server = await serve(config.server, slack.requestListener);
  closing.add(() => server.close());
  log.info({ port: server.port, mode: config.slack.transport.kind }, 'serving');
}

/** The durable process, from the database to its workflows: all that goes on without Slack. */
async function startProcess(
  config: Config,
  outside: { readonly client: WebClient; readonly places: Places; readonly orders: OrderService },
  log: Logger,
  closing: Closing,
  onFatal: (why: string) => void,
  through: Through,
): Promise<{ readonly parts: Parts; readonly outbox: Outbox }> {
  const database = await openDatabase(config.storage, {
    onLockLost: (error) => onFatal(error.message),
    onConnectionLost: (error) => log.warn({ error: error.message }, 'a connection broke'),
  });
  closing.add(() => database.close());
  const pool = through(database.pool);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);

  const { policy, paused } = config;
  const { client, places, orders } = outside;
  const outbox = outboxOf(db);
  const { promise, resolve } = whenLaunched();
  const launcher = launcherToCome(promise);
  const orderOpsChannel = config.orderOps.channel;
  const call = { channel: orderOpsChannel, ackTimeout: policy.escalationAckTimeout };
  const woken = (what: Woken) => wakeFor({ launcher, log }, what);
  const parts: Parts = {
    records: recordsOf(db, call, woken),
    escalations: escalationsOf(db, call, woken),
    ...{ orders, launcher, policy, paused, orderOpsChannel, log },
    ...(config.ticketWebhook && { ticketDesk: createTicketDesk(config.ticketWebhook) }),
    async publicLink(runId) {
      const card = await outbox.find(cardId(runId));
      const { channel, ts } = card ?? {};
      return channel && ts ? places.publicLink({ channel, ts }) : undefined;
    },
  };
  const { rollbackWindow } = policy;
  const engine = await launchDbos<WorkflowName>({
    pool,
    // DATA_DIR has one process at a time: what it left is this one's, whatever the host is called.
    executorId: config.storage.kind === 'embedded' ? 'embedded' : config.replicaId,
    applicationVersion: APPLICATION_VERSION,
    workflows: workflows(
      parts,
      poster({
        ...{ client, places, outbox, orderOpsChannel, rollbackWindow, log },
        ...{ records: parts.records, escalations: parts.escalations },
        ...{ runbookUrl: config.runbookUrl, mention: config.orderOps.mention },
      }),
    ),
    lanes: { pollInterval: LANE_POLL },
    log,
  });
  closing.add(() => engine.shutdown());
  resolve(engine.launcher);

  const wake = () =>
    wakeAll(parts, outbox).catch((error: unknown) => log.error({ err: error }, 'waking failed'));
  await wake();
  const waking = setInterval(wake, WAKE_EVERY);
  closing.add(async () => clearInterval(waking));
  return { parts, outbox };
}

function whenLaunched() {
  let resolve: (launcher: Launcher<WorkflowName>) => void = () => undefined;
  const promise = new Promise<Launcher<WorkflowName>>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Said plainly, and no reason not to start: what is in flight waits for the order service too. */
async function sayWhetherOrdersAnswer(
  config: Config,
  orders: OrderService,
  log: Logger,
): Promise<void> {
  const answer = await probeOrderService(orders, NOBODY, PROBE_WITHIN);
  if (answer === 'ok') return;
  const { baseUrl } = config.orders;
  const what = answer === 'bad_service_token' ? 'refuses ORDER_API_TOKEN' : 'does not answer';
  log.error({ code: answer }, `The order service at ${baseUrl} ${what}: check the settings`);
}
