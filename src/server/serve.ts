import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '../metrics.js';
import { StartError } from '../start-error.js';
import { type Exposure, exposedMetrics } from './metrics-page.js';
import { readyPage } from './ready-page.js';

export interface BotServer {
  /** The port that is listened on, where the settings left the choice. */
  readonly port: number;
  /**
   * Takes no more, waits for what is being answered, `within` ms at most, and lets go of every
   * connection: none is held by a peer that keeps it for later.
   */
  close(within: number): Promise<void>;
}

type At = Omit<Exposure, 'isHttpMode'> & { readonly port: number };

const PLAIN = { 'content-type': 'text/plain' };

/** What one peer, or all of them together, may take of the server. Times in ms. */
export interface ServerLimits {
  /** A proxy may be slow, a peer that never ends its headers, or its body, is not. */
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** How often it is looked for those who take longer. */
  readonly connectionsCheckingInterval: number;
  /** Beyond these, new ones are closed at once. */
  readonly maxConnections: number;
}
const LIMITS: ServerLimits = {
  ...{ headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 2_000 },
  maxConnections: 512,
};

/** What the bot's own pages show, and in HTTP mode who takes what Slack sends. */
export interface Pages {
  /** What keeps the bot from serving people just now, a plain word each. */
  readonly wrongs: () => readonly string[];
  readonly metrics: Metrics;
  readonly slackEvents?: RequestListener | undefined;
}

/**
 * `/healthz` (it runs), `/readyz` (it can serve people) and `/metrics` in both modes, and in HTTP mode
 * `/slack/events` for Slack alone. Rejects with StartError where the port cannot be had.
 */
export async function serve(
  at: At,
  { wrongs, metrics, slackEvents }: Pages,
  { maxConnections, ...patience }: ServerLimits = LIMITS,
): Promise<BotServer> {
  const pages = new Map<string | undefined, RequestListener>([
    ['/healthz', (_, response) => response.writeHead(200, PLAIN).end('ok\n')],
    ['/readyz', readyPage(wrongs)],
    ['/metrics', exposedMetrics(metrics, { ...at, isHttpMode: slackEvents !== undefined })],
  ]);
  const server = createServer(patience, (request, response) => {
    const path = request.url?.split('?')[0];
    const page = pages.get(path);
    if (page && (request.method === 'GET' || request.method === 'HEAD')) {
      page(request, response);
    } else if (path === '/slack/events' && slackEvents && request.method === 'POST') {
      // Bolt throws at whatever else comes there, and the process would end.
      slackEvents(request, response);
    } else {
      response.writeHead(404, PLAIN).end('not found\n');
    }
  });
  server.maxConnections = maxConnections;
  const answering = new Set<ServerResponse>();
  let whenAnswered = () => {};
  server.prependListener('request', (_, response) => {
    answering.add(response);
    response.once('close', () => {
      answering.delete(response);
      if (answering.size === 0) whenAnswered();
    });
  });
  const port = await listen(server, at);
  return {
    port,
    close: (within) =>
      new Promise((resolve) => {
        // Node itself would wait for connections without a request, and five seconds after the last one.
        const letGo = () => server.closeAllConnections();
        const patience = setTimeout(letGo, within);
        server.close(() => {
          clearTimeout(patience);
          resolve();
        });
        whenAnswered = letGo;
        if (answering.size === 0) letGo();
      }),
  };
}

function listen(server: Server, { host, port }: At): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new StartError(
          'port_unavailable',
          `PORT ${port} on HOST ${host} cannot be had (${error.message}): choose another, or stop what holds it`,
        ),
      ),
    );
    server.listen({ port, host }, () => {
      server.removeAllListeners('error');
      resolve(portOf(server.address()) ?? port);
    });
  });
}

function portOf(address: AddressInfo | string | null): number | undefined {
  return typeof address === 'object' ? address?.port : undefined;
}
