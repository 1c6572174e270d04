import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.js';

export interface BotServer {
  /** The port that is listened on, where the settings left the choice. */
  readonly port: number;
  /**
   * Takes no more, waits for what is being answered, `within` ms at most, and lets go of every
   * connection: none is held by a peer that keeps it for later.
   */
  close(within: number): Promise<void>;
}

/** A person's proxy may be slow, a peer that never ends its headers is not. ms */
const HEADERS_TIMEOUT = 10_000;

/**
 * `/healthz` in both modes, and in HTTP mode `/slack/events` for Slack alone. Rejects with
 * StartError where the port cannot be had.
 */
export async function serve(
  at: { readonly host: string; readonly port: number },
  slackEvents?: RequestListener,
): Promise<BotServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz' && (request.method === 'GET' || request.method === 'HEAD')) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    } else if (path === '/slack/events' && slackEvents) {
      slackEvents(request, response);
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    }
  });
  server.headersTimeout = HEADERS_TIMEOUT;
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

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
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
