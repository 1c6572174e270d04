import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.js';
import { serve } from '../../src/server/serve.js';

const HERE = { host: '127.0.0.1', port: 0 };
/** Far longer than a test may take: nothing below is let go of because of it. ms */
const LONG = 600_000;

const pages = (slackEvents: RequestListener) => ({
  ...{ slackEvents, wrongs: () => [], metrics: createMetrics() },
});

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Also where what it still held is thrown away. */
const end = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
const ask = (socket: Socket) =>
  socket.write('POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 0\r\n\r\n');

it('answers what it has taken, and keeps no connection after that', async () => {
  const taken: ServerResponse[] = [];
  const server = await serve(
    HERE,
    pages((_, response) => void taken.push(response)),
  );
  const [silent, idle, asking] = [
    await connected(server.port),
    await connected(server.port),
    await connected(server.port),
  ];
  idle.write('GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n');
  await once(idle, 'data');
  ask(asking);
  await expect.poll(() => taken.length).toBe(1);
  const gone = [silent, idle, asking].map(end);
  let isClosed = false;
  const closed = server.close(LONG).then(() => {
    isClosed = true;
  });
  const late = connect(server.port, '127.0.0.1');
  expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  expect(isClosed).toBe(false);
  const answer = once(asking, 'data');
  taken[0]?.end('taken');
  expect(String(await answer)).toContain('taken');
  await closed;
  await Promise.all(gone);
});

it('lets go of what is never answered once its patience is over', async () => {
  const server = await serve(
    HERE,
    pages(() => {}),
  );
  const asking = await connected(server.port);
  ask(asking);
  const gone = end(asking);
  await server.close(50);
  await gone;
});

/** Waits that the real ones are too long for here. ms */
const IMPATIENT = {
  ...{ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 },
  maxConnections: 512,
};

it.each([
  ['says nothing at all', ''],
  ['never ends its headers', 'GET /healthz HTTP/1.1\r\nHost: bot\r\nX-Slow: '],
  ['never ends its body', 'POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\n\r\nx'],
])('lets go of a peer that %s', async (_, begun) => {
  const server = await serve(
    HERE,
    pages((request) => void request.resume()),
    IMPATIENT,
  );
  const slow = await connected(server.port);
  const gone = end(slow.resume());
  slow.write(begun);
  await gone;
  await server.close(50);
});

it('lets go of a peer that drips, however busily', async () => {
  const server = await serve(
    HERE,
    pages((request) => void request.resume()),
    IMPATIENT,
  );
  const slow = await connected(server.port);
  const gone = end(slow.resume());
  slow.write('POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 900000\r\n\r\n');
  const dripping = setInterval(() => slow.write('x'), 20);
  await gone;
  clearInterval(dripping);
  await server.close(50);
});

it('takes no more connections than it can hold, and takes them again when some are gone', async () => {
  const crowded = { ...IMPATIENT, headersTimeout: LONG, requestTimeout: LONG, maxConnections: 3 };
  const server = await serve(
    HERE,
    pages(() => {}),
    crowded,
  );
  const held = await Promise.all([1, 2, 3].map(() => connected(server.port)));
  const late = connect(server.port, '127.0.0.1').on('error', () => {});
  await end(late);
  const [first] = held;
  if (!first) throw new Error('none is held');
  const gone = end(first);
  first.destroy();
  await gone;
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${server.port}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  await server.close(50);
});

it('refuses headers that are too large', async () => {
  const server = await serve(
    HERE,
    pages(() => {}),
  );
  const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`, {
    headers: { 'x-large': 'x'.repeat(20_000) },
  });
  expect(answer.status).toBe(431);
  await server.close(50);
});
