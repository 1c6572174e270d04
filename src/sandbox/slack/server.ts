import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { BodyTooLarge, readFields } from './http-body.js';
import { isLoopback } from './loopback.js';
import { Refusal } from './refusal.js';
import { takeAnswer } from './response-url-answers.js';
import type { SocketMode } from './socket-mode.js';
import type { WebApi } from './web-api/web-api.js';
import type { Workspace } from './workspace.js';

/** The doors that the server opens: `/api/<method>`, `/response/<id>`, and `/link/` for sockets. */
export interface Doors {
  readonly webApi: WebApi;
  readonly socketMode: SocketMode;
  readonly workspace: Workspace;
}

/** Starts the server on 127.0.0.1; resolves when it listens. */
export async function listen(
  doors: Doors,
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

async function handle(request: IncomingMessage, response: ServerResponse, doors: Doors) {
  if (!isLoopback(request.headers.host)) return answer(response, 403, { ok: false });
  if (request.method !== 'POST') return answer(response, 405, { ok: false });
  const [, door, name = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
  const fields = await readFields(request);
  if (door === 'api') return answerCall(request, response, name, fields, doors.webApi);
  if (door === 'response') return answerResponseUrl(response, name, fields, doors.workspace);
  return answer(response, 404, { ok: false });
}

async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  // The clients that Bolt hands to listeners send the team with every call.
  { token: tokenInBody, team_id: _teamId, ...args }: Record<string, unknown>,
  webApi: WebApi,
): Promise<void> {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof tokenInBody === 'string' ? tokenInBody : undefined);
  const reply = await webApi.answer({ method, token, args });
  if (reply === 'broken_connection') response.destroy();
  else answer(response, reply.status, reply.body, reply.headers);
}

function answerResponseUrl(
  response: ServerResponse,
  id: string,
  fields: Record<string, unknown>,
  workspace: Workspace,
): void {
  try {
    takeAnswer(id, fields, workspace);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer(response, error.code.endsWith('_url') ? 404 : 400, error.body);
  }
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
