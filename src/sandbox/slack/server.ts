import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerAt, type Doors } from './doors.js';
import { BodyTooLarge, readFields } from './http-body.js';
import { isLoopback } from './loopback.js';
import type { SocketMode } from './socket-mode.js';

/** The doors that the server opens, and `/link/` for sockets. */
export interface OpenDoors extends Doors {
  readonly socketMode: SocketMode;
}

/** Starts the server on 127.0.0.1; resolves when it listens. */
export async function listen(
  doors: OpenDoors,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    handle(request, response, doors).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return answer(response, 413, { ok: false });
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (isLoopback(request.headers.host)) doors.socketMode.handleUpgrade(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, port: z.object({ port: z.number() }).parse(server.address()).port };
}

async function handle(request: IncomingMessage, response: ServerResponse, doors: OpenDoors) {
  if (!isLoopback(request.headers.host)) return answer(response, 403, { ok: false });
  if (request.method !== 'POST') return answer(response, 405, { ok: false });
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const fields = await readFields(request);
  const { authorization } = request.headers;
  const reply = await answerAt(doors, { path, authorization, fields });
  if (reply === 'broken_connection') response.destroy();
  else answer(response, reply.status, reply.body, reply.headers);
}

function answer(
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  // A request that was not read to its end leaves a connection that can't be used again.
  const connection = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...connection, ...headers });
  response.end(JSON.stringify(body));
}
