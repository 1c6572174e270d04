import { randomUUID } from 'node:crypto';
import { afterEach } from 'vitest';
import {
  type LocalOrderService,
  type LocalOrderServiceOptions,
  startLocalOrderService,
} from '../../../src/sandbox/orders/index.js';

export const ALICE = 'alice@example.com';
export const BOB = 'bob@example.com';
export const CAROL = 'carol@example.com';
export const EVE = 'eve@example.com';

export const CANCEL_BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide',
  notify_stakeholders: true,
};
export const REINSTATE_BODY = { reason: 'rollback_cancellation', restore_previous_state: true };
export const NOON = Date.parse('2025-01-15T12:00:00.000Z');

const started: LocalOrderService[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.close()));
});

/** A service with a clock that stands at NOON until it is moved; closed after the test. */
export async function startAtNoon(options: LocalOrderServiceOptions = {}) {
  let time = NOON;
  const service = await startLocalOrderService({ now: () => time, ...options });
  started.push(service);
  return {
    service,
    pass: (ms: number) => {
      time += ms;
    },
    ...callsOf(service),
  };
}

/** A service on the real clock; closed after the test. */
export async function startNow(options: LocalOrderServiceOptions = {}) {
  const service = await startLocalOrderService(options);
  started.push(service);
  return { service, ...callsOf(service) };
}

interface Manner {
  by?: string;
  key?: string;
  /** Over the usual headers; an empty one is not sent. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

function callsOf(service: LocalOrderService) {
  async function call(method: string, path: string, body: string | undefined, manner: Manner) {
    const headers = new Headers({
      authorization: `Bearer ${service.token}`,
      'x-user-id': manner.by ?? ALICE,
      'x-request-id': randomUUID(),
    });
    if (method === 'POST') {
      headers.set('x-idempotency-key', manner.key ?? randomUUID());
      headers.set('content-type', 'application/json');
    }
    for (const [name, value] of Object.entries(manner.headers ?? {})) {
      if (value === '') headers.delete(name);
      else headers.set(name, value);
    }
    const { signal } = manner;
    const init = { method, headers, body, signal, redirect: 'manual' } as const;
    const response = await fetch(`${service.baseUrl}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }
  const parsed = async (answer: ReturnType<typeof call>) => {
    const { text, ...rest } = await answer;
    const body: unknown = JSON.parse(text);
    return { ...rest, body };
  };
  const get = (path: string, manner: Manner = {}) => parsed(call('GET', path, undefined, manner));
  const post = (path: string, body: unknown, manner: Manner = {}) =>
    parsed(call('POST', path, JSON.stringify(body), manner));
  return {
    call,
    get,
    post,
    /** GET of something about an order: `read('ORD-1001', 'status')`. */
    read: (id: string, what: string, manner?: Manner) =>
      get(`/api/v2/orders/${id}/${what}`, manner),
    cancel: (id: string, manner?: Manner) =>
      post(`/api/v2/orders/${id}/cancel`, CANCEL_BODY, manner),
    reinstate: (id: string, manner?: Manner) =>
      post(`/api/v2/orders/${id}/reinstate`, REINSTATE_BODY, manner),
    billing: (id: string) => get(`/api/v2/billing/orders/${id}/status`),
    history: (id: string) => get(`/api/v2/notifications/orders/${id}/history`),
  };
}

export function error(code: string) {
  return { error: { code } };
}
