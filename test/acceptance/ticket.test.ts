import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FLOOR, ORDER_OPS, World } from './world.js';

const SECRET = 'a-secret-of-the-test';
const WINDOW = { ROLLBACK_WINDOW: '300ms' };

/** Cancelled, and its window closed: gives the card that offers the ticket. */
async function closedWindow(world: World, orderId: string) {
  await world.cancels(world.alice, orderId);
  await world.card(orderId, FLOOR, 'Audit entry verified');
  return world.card(orderId, FLOOR, '[ Open CASE-REINSTATE');
}

describe('CASE-REINSTATE to #order-ops', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: WINDOW });
  });
  afterAll(() => world.close());

  const tickets = (orderId: string) =>
    world
      .escalations()
      .filter((message) => message.text.includes(orderId) && message.text.includes('CASE-REIN'));

  it('is made once however often and by however many it is asked, with the original order whole', async () => {
    const { alice, bob, slack, orders } = world;
    const items = Array.from({ length: 120 }, (_, place) => ({
      ...{ sku: `SKU-${place}-ä<@U1>&`, quantity: place },
    }));
    orders.addOrder({ id: 'ORD-K1', items });
    const card = await closedWindow(world, 'ORD-K1');
    await Promise.all([
      alice.pressesAtOnce(card, 'CASE-REINSTATE', 5),
      bob.pressesAtOnce(card, 'CASE-REINSTATE', 5),
    ]);
    await world.told(card, 'CASE-REINSTATE');
    const [ticket, ...others] = tickets('ORD-K1');
    expect(others).toStrictEqual([]);
    if (!ticket) throw new Error('There is no ticket');
    const answered = () =>
      slack.messages(FLOOR).filter(({ ephemeralTo }) => ephemeralTo !== undefined);
    await slack.until(() => answered().length >= 10, { what: 'ten answers' });
    const last = 'SKU-119-';
    const pieces = () => slack.thread(ORDER_OPS, ticket.ts).slice(1);
    await slack.until(() => JSON.stringify(pieces()).includes(last), { what: 'all pieces' });
    const whole = pieces()
      .map((piece) => preformatted(piece.blocks))
      .join('');
    expect(JSON.parse(whole)).toMatchObject(expect.anything());
    expect(whole).toContain('SKU-0-ä<@U1>&');
    await bob.presses(await world.card('ORD-K1', FLOOR), 'Details');
    await bob.modal('CASE-REINSTATE');
  });

  it('is refused to somebody without the role', async () => {
    const card = await closedWindow(world, 'ORD-1014');
    await world.eve.presses(card, 'CASE-REINSTATE');
    await world.eve.message(FLOOR, 'not_entitled');
    expect(tickets('ORD-1014')).toStrictEqual([]);
  });

  it('survives kill -9 right after the press: one ticket', async () => {
    const card = await closedWindow(world, 'ORD-1015');
    await world.bob.presses(card, 'CASE-REINSTATE');
    await world.bob.message(FLOOR, 'is on its way');
    await world.restart();
    await world.told(card, 'CASE-REINSTATE');
    expect(tickets('ORD-1015')).toHaveLength(1);
  });
});

const textsSchema = z.array(
  z.looseObject({ elements: z.array(z.looseObject({ elements: z.unknown() })).optional() }),
);
/** The text of a message's code blocks. */
function preformatted(blocks: unknown): string {
  const text = z.object({ type: z.literal('text'), text: z.string() });
  const code = z.object({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(text),
  });
  return textsSchema
    .parse(blocks)
    .flatMap(({ elements = [] }) => elements)
    .flatMap((element) => code.safeParse(element).data?.elements ?? [])
    .map((part) => part.text)
    .join('');
}

describe('CASE-REINSTATE to TICKET_WEBHOOK_URL', () => {
  let desk: Desk;
  let world: World;
  beforeAll(async () => {
    desk = await startDesk({ 'ORD-1001': [503, 429, 201], 'ORD-1013': [400, 201] });
    world = await World.start({
      env: { ...WINDOW, TICKET_WEBHOOK_URL: desk.url, TICKET_WEBHOOK_SECRET: SECRET },
    });
  });
  afterAll(async () => {
    await world.close();
    desk.close();
  });

  it('is signed, retried with one id, and said once it is taken', async () => {
    await world.alice.presses(await closedWindow(world, 'ORD-1001'), 'CASE-REINSTATE');
    const card = await world.card('ORD-1001');
    await world.told(card, 'CASE-REINSTATE');
    const calls = desk.calls('ORD-1001');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ headers }) => headers['x-idempotency-key'])).size).toBe(1);
    for (const { headers, body } of calls) {
      const stamp = String(headers['x-opsguide-timestamp']);
      const hmac = createHmac('sha256', SECRET).update(`${stamp}.${body}`).digest('hex');
      expect(headers['x-opsguide-signature']).toBe(`v1=${hmac}`);
    }
    const ticket: unknown = JSON.parse(calls[0]?.body ?? '');
    expect(ticket).toMatchObject({
      template: 'CASE-REINSTATE',
      order_id: 'ORD-1001',
      requested_by: 'alice@example.com',
      cancelled_by: 'alice@example.com',
    });
    expect(JSON.stringify(ticket)).toContain('LAMP-7');
    expect(world.escalations()).toStrictEqual([]);
  });

  it('that is never taken is escalated, and Retry delivers it under the same id', async () => {
    await world.alice.presses(await closedWindow(world, 'ORD-1013'), 'CASE-REINSTATE');
    const escalation = await world.escalation('ORD-1013', 'ticket_undelivered');
    expect(world.slack.asText(escalation)).not.toContain(SECRET);
    await world.bob.presses(escalation, 'Retry');
    const calls = () => desk.calls('ORD-1013');
    await world.slack.until(() => calls().length === 2, { what: 'a second delivery' });
    await world.escalation('ORD-1013', 'retried');
    const [first, second] = calls().map(({ headers }) => headers['x-idempotency-key']);
    expect(second).toBe(first);
  });
});

interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Desk = Awaited<ReturnType<typeof startDesk>>;

/** A receiver of tickets that answers those of an order with these statuses, one after the other. */
async function startDesk(statuses: Readonly<Record<string, readonly number[]>>) {
  const delivered: Delivered[] = [];
  const calls = (orderId: string) => delivered.filter(({ body }) => orderOf(body) === orderId);
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const body = Buffer.concat(parts).toString('utf8');
    delivered.push({ headers: request.headers, body });
    const orderId = orderOf(body);
    response.writeHead(statuses[orderId]?.[calls(orderId).length - 1] ?? 500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  const url = `http://127.0.0.1:${address.port}/tickets?team=ops`;
  return { url, calls, close: () => server.close() };
}

function orderOf(ticket: string): string {
  return z.looseObject({ order_id: z.string() }).parse(JSON.parse(ticket)).order_id;
}
