import type { RequestListener } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { slackLog } from '../log.js';
import type { Drain } from './drain.js';
import { type Bot, listeningApp } from './listening-app.js';
import { signatureOf } from './replays.js';
import { withBody } from './request-body.js';
import { TwoSockets } from './two-sockets.js';

export interface SlackApp {
  /** HTTP mode: answers `/slack/events`. Socket Mode has none. */
  readonly requestListener?: RequestListener;
  readonly drain: Drain;
  /** Whether Slack can reach the bot just now, as far as is seen from here. */
  isReachable(): boolean;
  /** Takes what people do from now on. Rejects where Socket Mode cannot be opened. */
  start(): Promise<void>;
  /** Takes no more. */
  stop(): Promise<void>;
}

/** Slack's limit for what it sends is far below; a body beyond this is not from Slack. */
const BODY_LIMIT = 1_000_000;

/** The listeners behind the receivers that the settings ask for. */
export async function createSlackApp(
  slack: Config['slack'],
  bot: Bot,
  log: Logger,
): Promise<SlackApp> {
  const logger = slackLog(log);
  const { transport, apiUrl } = slack;
  if (transport.kind === 'http') {
    const { signingSecret } = transport;
    const receiver = new HTTPReceiver({
      ...{ signingSecret, logger },
      customPropertiesExtractor: signatureOf,
    });
    const drain = await listeningApp(receiver, slack, bot, log);
    const requestListener = withBody(receiver.requestListener, BODY_LIMIT);
    const isReachable = () => true;
    return { drain, requestListener, isReachable, start: async () => {}, stop: async () => {} };
  }
  const { appToken } = transport;
  const sockets = new TwoSockets({ appToken, log: logger, ...(apiUrl && { apiUrl }) });
  const drain = await listeningApp(sockets, slack, bot, log);
  return {
    drain,
    isReachable: () => sockets.isOpen,
    start: () => sockets.start(),
    stop: () => sockets.stop(),
  };
}
