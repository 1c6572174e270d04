import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../src/sandbox/slack/index.js';
import { freePort } from '../../free-port.js';

export const FLOOR = 'CFLOOR';

/** A local Slack with Alice, Bob and #shop-floor, closed when the test ends. */
export async function localSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const slack = await startLocalSlack(options);
  onTestFinished(() => slack.close());
  slack.addPerson({ id: 'UALICE', name: 'alice', email: 'alice@example.com' });
  slack.addPerson({ id: 'UBOB', name: 'bob', email: 'bob@example.com' });
  slack.addChannel({ id: FLOOR, name: 'shop-floor' });
  return slack;
}

/** A client that neither retries nor waits for a rate limit to pass. */
export function client(slack: LocalSlack, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** A clock that stands still until it is moved. */
export function stoppedClock() {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** An app in Socket Mode, connected with one socket. */
export async function socketApp(
  slack: LocalSlack,
  register: (app: App) => void,
  /** How soon it reconnects, in ms. */
  reconnectMs = 1000,
): Promise<App> {
  const before = slack.openSockets;
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    clientPingTimeout: reconnectMs,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = newApp(slack, receiver, register);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  await slack.connected(before + 1);
  return app;
}

/** An app over HTTP; Slack is told its request URL. */
export async function httpApp(slack: LocalSlack, register: (app: App) => void): Promise<App> {
  const port = await freePort();
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    logLevel: LogLevel.ERROR,
    // Refused signatures are expected, and logged as errors.
    logger: silent,
  });
  const app = newApp(slack, receiver, register);
  await app.start(port);
  onTestFinished(async () => {
    await app.stop();
  });
  slack.serveOverHttp(`http://127.0.0.1:${port}/slack/events`);
  return app;
}

function newApp(
  slack: LocalSlack,
  receiver: SocketModeReceiver | HTTPReceiver,
  register: (app: App) => void,
): App {
  const app = new App({
    token: slack.botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  register(app);
  return app;
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};
