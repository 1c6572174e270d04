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
