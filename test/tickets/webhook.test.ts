import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TicketBody } from '../../src/cancellations/ticket/ticket-desk.js';
import { createTicketDesk } from '../../src/tickets/webhook.js';

const SECRET = 'signing-secret';
const TICKET: TicketBody = {
  ticket_id: '0b6f3f1e-1c1e-4d0a-9f43-0f7cc6f1c001',
  template: 'CASE-REINSTATE',
  order_id: 'ORD-1001',
  run_id: '0b6f3f1e-1c1e-4d0a-9f43-0f7cc6f1c002',
  requested_by: 'alice@example.com',
  cancelled_by: 'bob@example.com',
  cancelled_at: '2026-11-23T14:03:00.000Z',
  original_order: [{ event: 'order.created', order: { note: 'ümlaut & <tag>' } }],
  link: null,
};

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver on loopback. */
async function receiver(answer: (response: ServerResponse, received: Received[]) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const { url = '', headers } = request;
    received.push({ url, headers, body: Buffer.concat(parts).toString('utf8') });
    answer(response, received);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  const url = `http://127.0.0.1:${address.port}/hook?team=ops`;
  return { desk: createTicketDesk({ url, secret: SECRET }), received };
}

const answering = (status: number, headers: Record<string, string> = {}, body = '') =>
  receiver((response) => response.writeHead(status, headers).end(body));

describe('CASE-REINSTATE to TICKET_WEBHOOK_URL', () => {
  it('is the ticket as JSON, with its id as the key of its deliveries', async () => {
    const { desk, received } = await answering(201);
    expect(await desk.deliver(TICKET)).toStrictEqual({ kind: 'delivered' });
    expect(received).toHaveLength(1);
    expect(received[0]?.url).toBe('/hook?team=ops');
    expect(JSON.parse(received[0]?.body ?? '')).toStrictEqual(TICKET);
    expect(received[0]?.headers).toMatchObject({
      ...{ 'x-idempotency-key': TICKET.ticket_id, 'content-type': 'application/json' },
    });
  });

  it('is signed over its time and the very bytes that were sent', async () => {
    const { desk, received } = await answering(200);
    await desk.deliver(TICKET);
    const [first] = received;
    if (!first) throw new Error('Nothing was received');
    const { headers, body } = first;
    const stamp = String(headers['x-opsguide-timestamp']);
    expect(Math.abs(Number(stamp) - Date.now() / 1000)).toBeLessThan(60);
    const hmac = createHmac('sha256', SECRET).update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-opsguide-signature']).toBe(`v1=${hmac}`);
    const other = createHmac('sha256', 'another').update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-opsguide-signature']).not.toBe(`v1=${other}`);
  });

  it.each([408, 425, 429, 500, 502, 503])('%s: offered again', async (status) => {
    const { desk } = await answering(status);
    const later = { kind: 'later', why: `HTTP ${status}`, retryAfter: 0 };
    expect(await desk.deliver(TICKET)).toStrictEqual(later);
  });

  it('429 with Retry-After: not before', async () => {
    const { desk } = await answering(429, { 'Retry-After': '7' });
    expect(await desk.deliver(TICKET)).toMatchObject({ kind: 'later', retryAfter: 7_000 });
  });

  it.each([400, 401, 403, 404, 410, 422])('%s: never taken like this', async (status) => {
    const { desk } = await answering(status);
    expect(await desk.deliver(TICKET)).toStrictEqual({ kind: 'refused', why: `HTTP ${status}` });
  });

  it('a redirect is not followed: the ticket goes nowhere else', async () => {
    const { desk, received } = await answering(307, { Location: 'http://elsewhere.example/' });
    expect(await desk.deliver(TICKET)).toStrictEqual({ kind: 'refused', why: 'HTTP 307' });
    expect(received).toHaveLength(1);
  });

  it('a broken connection is no answer, and its error names neither address nor secret', async () => {
    const { desk } = await receiver((response) => response.socket?.destroy());
    const delivery = await desk.deliver(TICKET);
    expect(delivery).toStrictEqual({ kind: 'later', why: 'no answer', retryAfter: 0 });
    expect(JSON.stringify(delivery)).not.toContain(SECRET);
  });

  it.each([
    [200, 'delivered'],
    [400, 'refused'],
    [503, 'later'],
  ])(
    '%i decides, however long the reply is: a ticket that was taken is not sent again',
    async (status, kind) => {
      const { desk } = await receiver((response) => {
        response.writeHead(status);
        response.write('x'.repeat(200_000));
      });
      expect(await desk.deliver(TICKET)).toMatchObject({ kind });
    },
  );

  it('2xx is taken, though the reply breaks off', async () => {
    const { desk } = await receiver((response) => {
      response.writeHead(201, { 'Content-Length': '500' });
      response.write('{', () => response.socket?.destroy());
    });
    expect(await desk.deliver(TICKET)).toStrictEqual({ kind: 'delivered' });
  });
});
