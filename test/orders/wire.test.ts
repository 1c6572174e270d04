import { pipeline, Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { LARGEST_BODY } from '../../src/orders/body.js';
import { OrderServiceRefusal, OrderServiceUnanswered } from '../../src/orders/errors.js';
import { calls, KEY, ONCE, ORDER, rejection, serve, THRICE } from './support.js';

const GOOD = JSON.stringify({ order_id: ORDER, status: 'pending' });

describe('On the wire', () => {
  test('a reply that trickles in is cut off at the time-out of the try', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(trickle));
    });
    const error = await rejection(calls(ONCE, { baseUrl, timeout: 100 }).status(ORDER));
    expect(error).toBeInstanceOf(OrderServiceUnanswered);
  });

  test('a refusal counts by its status, even where its body never ends', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(403).write('{');
    });
    const error = await rejection(calls(THRICE, { baseUrl, timeout: 100 }).status(ORDER));
    expect(error).toBeInstanceOf(OrderServiceRefusal);
    expect(error).toMatchObject({ code: 'forbidden', explanation: '' });
  });

  test('a broken connection is tried again', async () => {
    let tries = 0;
    const baseUrl = await serve((request, response) => {
      tries += 1;
      if (tries < 3) request.socket.destroy();
      else response.end(GOOD);
    });
    await expect(calls(THRICE, { baseUrl }).status(ORDER)).resolves.toBe('pending');
    expect(tries).toBe(3);
  });

  test('a reply that breaks off is tried again', async () => {
    let tries = 0;
    const baseUrl = await serve((request, response) => {
      tries += 1;
      response.writeHead(200, { 'Content-Length': GOOD.length });
      if (tries < 3) response.write('{', () => request.socket.destroy());
      else response.end(GOOD);
    });
    await expect(calls(THRICE, { baseUrl }).status(ORDER)).resolves.toBe('pending');
    expect(tries).toBe(3);
  });

  test('no call goes through a proxy that the environment names', async () => {
    let asked = 0;
    const proxy = await serve((_, response) => {
      asked += 1;
      response.writeHead(502).end();
    });
    vi.stubEnv('http_proxy', proxy);
    vi.stubEnv('no_proxy', '');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    // Has no address by RFC 6761: only a proxy would be asked about it.
    await rejection(calls(ONCE, { baseUrl: 'http://orders.invalid' }).status(ORDER));
    expect(asked).toBe(0);
  });

  test('a reply of 1 MB is read, a larger one is unexpected', async () => {
    let size = LARGEST_BODY;
    const baseUrl = await serve((_, response) => response.end(GOOD.padEnd(size)));
    await expect(calls(ONCE, { baseUrl }).status(ORDER)).resolves.toBe('pending');
    size += 1;
    await expect(calls(ONCE, { baseUrl }).status(ORDER)).rejects.toMatchObject({ path: '(body)' });
  });

  test('a compressed reply is read', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(GOOD));
    });
    await expect(calls(ONCE, { baseUrl }).status(ORDER)).resolves.toBe('pending');
  });

  test('a compressed reply without an end is left once it unpacks to more than 1 MB', async () => {
    const spaces = Buffer.alloc(64 * 1024, ' ');
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const endless = Readable.from(
        (function* () {
          while (true) yield spaces;
        })(),
      );
      pipeline(endless, createGzip(), response, () => leave());
    });
    await expect(calls(ONCE, { baseUrl }).status(ORDER)).rejects.toMatchObject({ path: '(body)' });
    await left;
  });

  test('GETs share a kept connection, each POST has its own', async () => {
    const sockets: unknown[] = [];
    const baseUrl = await serve((request, response) => {
      sockets.push(request.socket);
      response.end(GOOD);
    });
    const client = calls(ONCE, { baseUrl });
    await client.status(ORDER);
    await client.status(ORDER);
    await client.reinstate(ORDER, KEY);
    await client.reinstate(ORDER, KEY);
    expect(sockets[1]).toBe(sockets[0]);
    expect(new Set(sockets).size).toBe(3);
  });

  test('text that is no UTF-8 is unexpected', async () => {
    const baseUrl = await serve((_, response) => response.end(Buffer.from(`${GOOD}`, 'utf16le')));
    await expect(calls(ONCE, { baseUrl }).status(ORDER)).rejects.toMatchObject({ path: '(body)' });
  });
});
