import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createOrderService, type OrderServiceSettings } from '../../src/orders/client.js';
import type { OrderCalls, Patience } from '../../src/orders/order-service.js';

export const ORIGIN = 'https://orders.test';
export const TOKEN = 'order-token-0f3a';
export const USER = 'ada@example.com';
export const ORDER = 'ORD-1001';
export const KEY = '6f1c1e36-6c5e-4d7e-9d3c-0b8f7d1b2a11';

export const ONCE: Patience = { tries: 1, within: 10_000 };
export const THRICE: Patience = { tries: 3, within: 10_000 };

/** A client of its own for the test, closed after it; its waits between tries are at most 4 ms. */
export function service(settings: Partial<OrderServiceSettings> = {}) {
  const made = createOrderService({
    baseUrl: ORIGIN,
    token: TOKEN,
    timeout: 5_000,
    retryBase: 1,
    ...settings,
  });
  onTestFinished(() => made.close());
  return made;
}

export function calls(patience = ONCE, settings: Partial<OrderServiceSettings> = {}): OrderCalls {
  return service(settings).as(USER, patience);
}

/** A real server on loopback, for what happens on the wire; gone after the test. */
export async function serve(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('was not rejected');
}
