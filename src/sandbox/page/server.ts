import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BodyTooLarge, readFields } from '../slack/http-body.js';
import type { Person } from '../slack/index.js';
import { carryOut } from './acts/index.js';
import { request as requestSchema } from './acts/schema.js';
import type { Asset } from './assets.js';
import type { Guard } from './guard.js';
import type { Live } from './live.js';
import { stateFor } from './view/state.js';
import type { World } from './world.js';

/** All that the page's server answers from. */
export interface Premises {
  readonly world: World;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly live: Live;
  /** Known once the port is. */
  readonly guard: () => Guard;
}

/** Scripts, styles and fonts of our own, and nothing of anybody else's, whatever a text holds. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    ...['script', 'style', 'font', 'img', 'connect'].map((kind) => `${kind}-src 'self'`),
    ...['base-uri', 'form-action', 'frame-ancestors'].map((kind) => `${kind} 'none'`),
  ].join('; '),
  'x-content-type-options': 'nosniff',
  // The address is the key: it goes to nobody.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The page's server, not yet listening. */
export function createPageServer(premises: Premises) {
  return createServer((request, response) => {
    serve(premises, request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return refuse(response, 413);
      // Our own defect, or a body that broke off.
      if (!request.destroyed) console.error(error);
      if (response.headersSent) response.destroy();
      else answer(response, 500, { done: false, why: 'The sandbox broke.' });
    });
  });
}

async function serve(premises: Premises, request: IncomingMessage, response: ServerResponse) {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const asked = premises.guard().admit(request);
  if (asked === undefined) return refuse(response, 403);
  if (asked === 'act' && request.method === 'POST') return act(premises, request, response);
  if (request.method !== 'GET') return refuse(response, 405);
  if (asked === 'live') return live(premises, request, response);
  const asset = premises.assets.get(asked === '' ? 'index.html' : asked);
  if (!asset) return refuse(response, 404);
  response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
}

function live(
  { world, live: streams }: Premises,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  const person = findPerson(searchParams.get('as') ?? '', world);
  if (!person) return refuse(response, 404);
  streams.open(response, () => stateFor(person, world));
}

async function act({ world }: Premises, request: IncomingMessage, response: ServerResponse) {
  if (request.headers['content-type'] !== 'application/json') return refuse(response, 415);
  const parsed = requestSchema.safeParse(await readFields(request));
  const person = parsed.data && findPerson(parsed.data.as, world);
  if (!parsed.data || !person) return refuse(response, 400);
  answer(response, 200, await carryOut(parsed.data.act, person, world));
}

function findPerson(id: string, { sandbox }: World): Person | undefined {
  const { people, botUserId } = sandbox.slack;
  const isThere = people.some((one) => one.id === id && one.id !== botUserId);
  return isThere ? sandbox.slack.person(id) : undefined;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  // A body that was not read leaves a connection that can't be used again.
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
  response.end(`${status}\n`);
}
