import type { Logger } from 'pino';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { startProcess } from './durable-process.js';
import { Fence } from './engine/fence.js';
import { slackLog } from './log.js';
import { createMetrics } from './metrics.js';
import { createOrderService } from './orders/client.js';
import type { OrderService } from './orders/order-service.js';
import { probeOrderService } from './orders/probe.js';
import { SEAMLESS, type Seams } from './seams.js';
import { wrongsOf } from './server/ready-page.js';
import { type BotServer, serve } from './server/serve.js';
import { createSlackApp } from './slack/app.js';
import { slackClients } from './slack/clients.js';
import { answerInterrupted } from './slack/interrupted.js';
import { introduceUntilKnown } from './slack/ourselves.js';
import { placesWith } from './slack/places.js';
import { fetchThrough } from './slack/wire.js';
import { versionOf } from './version.js';
import { wireDesk } from './wiring.js';

/** Whose roles are asked for where only an answer is wanted: «no such user» is one. */
const NOBODY = 'opsguide';
/** A start says within 10 s that the order service does not answer. ms */
const PROBE_WITHIN = 5_000;
/** How often clicks are looked for that another replica died over. ms */
const ANSWER_EVERY = 60_000;
/** What was acknowledged is answered before the bot goes. ms */
const DRAIN_WITHIN = 3_500;

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
  seams: Seams = SEAMLESS,
): Promise<void> {
  const version = versionOf();
  if (config.otlpEndpoint) {
    const { exportTraces } = await import('./tracing/export-traces.js');
    const { otlpEndpoint: endpoint, replicaId } = config;
    closing.add(exportTraces({ endpoint, version, replicaId, log }));
  }
  const fence = new Fence();
  const metrics = createMetrics();
  const call = fence.around(seams.call);
  const fetch = fetchThrough(call, metrics.calls.slackCall);
  const clients = slackClients(config.slack, slackLog(log), fetch);
  const places = placesWith(clients.modals);
  const orders = createOrderService({
    ...{ ...config.orders, log, around: call, onCall: metrics.calls.orderCall },
    onRetry: metrics.calls.retried,
    retryBase: config.policy.retryBase,
  });
  sayWhetherOrdersAnswer(config, orders, log).catch((error: unknown) =>
    log.error({ err: error, code: 'internal' }, 'the order service could not be probed'),
  );
  const around = {
    ...{ client: clients.posts, places, orders, log, seams: { ...seams, call } },
    ...{ fence, metrics, closing, onFatal },
  };
  const [wired, ourselves] = await Promise.all([
    startProcess(config, around),
    introduceUntilKnown(clients.modals, log, closing.signal),
  ]);
  const { watch, clicks } = wired;
  const desk = wireDesk(config, wired, { client: clients.modals, places, ourselves }, watch);
  const bot = { ourselves, desk, fetch, around: call, clicks };
  const slack = await createSlackApp(config.slack, bot, log);
  let server: BotServer | undefined;
  closing.add(async () => {
    // At once, for what one waits for is in flight in the other.
    const answered = slack.stop().then(() => slack.drain.finish(DRAIN_WITHIN));
    await Promise.all([server?.close(DRAIN_WITHIN), answered]);
  });
  const answer = (when: { readonly atStart: boolean }) =>
    answerInterrupted({ clicks, modals: desk.modals, fetch, log }, when).catch((error: unknown) =>
      log.error(
        { err: error, code: 'click_unanswered' },
        'interrupted clicks could not be answered',
      ),
    );
  await answer({ atStart: true });
  const answering = setInterval(() => answer({ atStart: false }), ANSWER_EVERY);
  closing.add(async () => clearInterval(answering));
  metrics.ofProcess(version, () => slack.isReachable());
  await slack.start();
  server = await serve(config.server, {
    wrongs: () => wrongsOf(watch, slack),
    ...{ metrics, slackEvents: slack.requestListener },
  });
  log.info({ port: server.port, mode: config.slack.transport.kind, version }, 'serving');
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
