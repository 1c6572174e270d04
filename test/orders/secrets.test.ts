import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { OrderServiceSettings } from '../../src/orders/client.js';
import { calls, KEY, ONCE, ORDER, rejection, serve, service, TOKEN, USER } from './support.js';

const BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide',
  notify_stakeholders: true,
};
const CLOSED = 'http://127.0.0.1:1';

function everythingIn(value: unknown): string {
  const own = value instanceof Error ? Object.getOwnPropertyNames(value) : [];
  return [
    inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(value),
    JSON.stringify(value, own),
    String(value),
    value instanceof Error ? String(value.stack) : '',
  ].join('\n');
}

function logged() {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, log: pino({ level: 'debug' }, sink) };
}

/** All the ways in which a call can fail, each with a service that echoes what it was sent. */
async function failures(): Promise<Record<string, Partial<OrderServiceSettings>>> {
  const echo = (status: number) =>
    serve((request, response) => {
      const message = `${request.url} ${JSON.stringify(request.headers)} http://intern/x`;
      response.writeHead(status, { Location: '/x' }).end(JSON.stringify({ error: { message } }));
    });
  return {
    refused: { baseUrl: CLOSED },
    forbidden: { baseUrl: await echo(403) },
    unauthorized: { baseUrl: await echo(401) },
    broken: { baseUrl: await echo(500) },
    unreadable: { baseUrl: await echo(200) },
    redirected: { baseUrl: await echo(302) },
    silent: { baseUrl: await serve(() => undefined), timeout: 30 },
  };
}

describe('No secret, no address and no URL is in', () => {
  test('any error, answer or log line', async () => {
    for (const [name, settings] of Object.entries(await failures())) {
      const { lines, log } = logged();
      const client = calls(ONCE, { ...settings, log });
      const seen = [
        everythingIn(await rejection(client.roles())),
        everythingIn(await rejection(client.auditLog(ORDER))),
        everythingIn(await client.cancel(ORDER, KEY, BODY)),
        ...lines,
      ].join('\n');
      expect(lines, name).toHaveLength(3);
      expect(seen, name).not.toContain(TOKEN);
      expect(seen, name).not.toMatch(/ada(@|%40)example/i);
      expect(seen, name).not.toMatch(/127\.0\.0\.1|http:\/\/|\/api\/v2|AxiosError/);
    }
  });

  test('the client itself', () => {
    const made = service();
    expect(everythingIn([made, made.as(USER, ONCE)])).not.toContain(TOKEN);
  });
});

describe('The log', () => {
  test('has one debug line for a call: route, status, ms and request id', async () => {
    const { lines, log } = logged();
    const baseUrl = await serve((_, response) => response.writeHead(404).end());
    const error = await rejection(calls(ONCE, { baseUrl, log }).roles());
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 20, route: 'roles', status: 404, ms: expect.any(Number) },
    ]);
    expect(error).toHaveProperty('requestId', JSON.parse(lines[0] ?? '{}').requestId);
  });

  test('says how a call failed that nobody answered', async () => {
    const { lines, log } = logged();
    await rejection(calls(ONCE, { baseUrl: CLOSED, log }).status(ORDER));
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      route: 'status',
      failure: 'ECONNREFUSED',
    });
  });
});
