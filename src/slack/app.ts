import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { slackLog } from '../log.js';
import type { Desk } from './desk.js';
import { countInFlight, type Drain } from './drain.js';
import { registerListeners } from './listeners/index.js';
import type { Ourselves } from './ourselves.js';
import { TwoSockets } from './two-sockets.js';

export interface SlackApp {
  /** HTTP mode: answers `/slack/events`. Socket Mode has none. */
  readonly requestListener?: RequestListener;
  readonly drain: Drain;
  /** Takes what people do from now on. Rejects where Socket Mode cannot be opened. */
  start(): Promise<void>;
  /** Takes no more. */
  stop(): Promise<void>;
}

/** Slack's limit for what it sends is far below; a body beyond this is not from Slack. */
const BODY_LIMIT = 1_000_000;

/** Bolt with our receivers, clients and listeners, for one workspace. */
export async function createSlackApp(
  slack: Config['slack'],
  ourselves: Ourselves,
  desk: Desk,
  log: Logger,
): Promise<SlackApp> {
  const logger = slackLog(log);
  const { transport, apiUrl } = slack;
  const http =
    transport.kind === 'http'
      ? new HTTPReceiver({ signingSecret: transport.signingSecret, logger, bodyLimit: BODY_LIMIT })
      : undefined;
  const sockets =
    transport.kind === 'socket'
      ? new TwoSockets({ appToken: transport.appToken, log: logger, ...(apiUrl && { apiUrl }) })
      : undefined;
  const receiver: Receiver | undefined = http ?? sockets;
  const app = new App({
    ...(receiver && { receiver }),
    logger,
    deferInitialization: true,
    // Slack signed the request; whose token answers it is known without asking again.
    authorize: async () => ({
      botToken: slack.botToken,
      botId: ourselves.botId,
      botUserId: ourselves.botUserId,
      teamId: ourselves.teamId,
    }),
    clientOptions: { ...(apiUrl && { slackApiUrl: apiUrl }) },
  });
  await app.init();
  app.error(async (error) => {
    log.error({ error: error.message, code: error.code }, 'a listener failed');
  });
  const drain = countInFlight(app);
  registerListeners(app, desk);
  return {
    drain,
    ...(http && { requestListener: http.requestListener }),
    async start() {
      await sockets?.start();
    },
    async stop() {
      await sockets?.stop();
    },
  };
}
