import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/sandbox/orders/index.js';
import { BOB, CANCEL_BODY, error, startAtNoon, startNow } from './ask.js';

const CANCEL = '/api/v2/orders/ORD-1001/cancel';
const BODY = JSON.stringify(CANCEL_BODY);

describe('A rule', () => {
  it('is met as often as it says, after those it lets pass', async () => {
    const { read, service } = await startAtNoon();
    const switched = service.faults.add({
      on: 'status',
      skip: 1,
      times: 2,
      fault: { kind: 'status', status: 500 },
    });
    const seen: number[] = [];
    for (let call = 0; call < 4; call += 1) seen.push((await read('ORD-1001', 'status')).status);
    expect(seen).toEqual([200, 500, 500, 200]);
    expect([switched.met(), switched.isOn()]).toEqual([2, false]);
  });

  it('without a number holds until it is cleared', async () => {
    const { read, service } = await startAtNoon();
    const one = service.faults.add({ on: 'any', fault: { kind: 'status', status: 503 } });
    expect((await read('ORD-1001', 'status')).status).toBe(503);
    expect((await read('ORD-1001', 'metadata')).status).toBe(503);
    one.clear();
    expect((await read('ORD-1001', 'status')).status).toBe(200);
    service.faults.add({ on: 'any', fault: { kind: 'status', status: 503 } });
    service.faults.clear();
    expect((await read('ORD-1001', 'status')).status).toBe(200);
  });

  it('is for its routes and its order alone', async () => {
    const { read, cancel, service } = await startAtNoon();
    const fault: Fault = { kind: 'status', status: 500 };
    service.faults.add({ on: ['status', 'metadata'], orderId: 'ORD-1001', fault });
    expect((await read('ORD-1001', 'metadata')).status).toBe(500);
    expect((await read('ORD-1001', 'dependencies')).status).toBe(200);
    expect((await read('ORD-1013', 'status')).status).toBe(200);
    service.faults.clear();
    service.faults.add({ on: 'posts', fault });
    expect((await read('ORD-1001', 'status')).status).toBe(200);
    expect((await cancel('ORD-1001')).status).toBe(500);
    service.faults.clear();
    service.faults.add({ on: 'reads', fault });
    expect((await read('ORD-1001', 'status')).status).toBe(500);
    expect((await cancel('ORD-1001')).status).toBe(202);
  });

  it('of one stage goes together with one of another', async () => {
    const { call, service, pass } = await startAtNoon();
    service.faults.add({ on: 'cancel', fault: { kind: 'processing', ms: 90_000 } });
    service.faults.add({ on: 'cancel', fault: { kind: 'break', when: 'after_effect' } });
    await expect(call('POST', CANCEL, BODY, {})).rejects.toThrow();
    pass(89_999);
    expect(service.order('ORD-1001').cancelStatus).toBe('processing');
    expect(service.calls()[0]?.faults).toEqual(['processing', 'break']);
  });
});

describe('A status', () => {
  it('comes with its headers and its body', async () => {
    const { cancel, service } = await startAtNoon();
    service.faults.add({
      on: 'cancel',
      times: 1,
      fault: {
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '60' },
        body: { error: { code: 'rate_limited', message: 'Slow down' } },
      },
    });
    const answer = await cancel('ORD-1001');
    expect(answer).toMatchObject({ status: 429, body: error('rate_limited') });
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(service.effects()).toEqual([]);
  });
});

describe('A broken connection', () => {
  it.each([
    ['before_effect', 0],
    ['after_effect', 1],
    ['in_body', 1],
  ] as const)('%s leaves %i effects', async (when, effects) => {
    const { call, service } = await startAtNoon();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'break', when } });
    await expect(call('POST', CANCEL, BODY, { key: 'key-1' })).rejects.toThrow();
    expect(service.effects()).toHaveLength(effects);
    expect(service.calls({ key: 'key-1' })).toMatchObject([{ status: 'broken' }]);
    expect((await call('POST', CANCEL, BODY, { key: 'key-1' })).status).toBe(202);
    expect(service.effects()).toHaveLength(1);
  });

  it('in the body comes after the headers', async () => {
    const { service } = await startAtNoon();
    service.faults.add({ on: 'status', fault: { kind: 'break', when: 'in_body' } });
    const response = await fetch(`${service.baseUrl}/api/v2/orders/ORD-1001/status`, {
      headers: {
        authorization: `Bearer ${service.token}`,
        'x-user-id': BOB,
        'x-request-id': 'request-1',
      },
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});

describe('A hanging call', () => {
  it.each([
    ['before_effect', 0],
    ['after_effect', 1],
  ] as const)('%s leaves %i effects', async (when, effects) => {
    const { call, service } = await startNow();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'hang', when } });
    const gone = new AbortController();
    const hanging = call('POST', CANCEL, BODY, { key: 'key-1', signal: gone.signal });
    await service.until(() => service.calls({ status: 'hanging' })[0], { withinMs: 5_000 });
    gone.abort();
    await expect(hanging).rejects.toThrow();
    expect(service.effects()).toHaveLength(effects);
    expect((await call('POST', CANCEL, BODY, { key: 'key-1' })).status).toBe(202);
    expect(service.effects()).toHaveLength(1);
  });
});

describe('Garbage', () => {
  it('is HTML, or JSON that breaks off, with 200 after the effect', async () => {
    const { call, service } = await startAtNoon();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'garbage', form: 'html' } });
    const html = await call('POST', CANCEL, BODY, {});
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(html.text).toMatch(/^<!doctype html>/);
    expect(service.effects()).toHaveLength(1);
    service.faults.add({ on: 'status', fault: { kind: 'garbage', form: 'invalid_json' } });
    const broken = await call('GET', '/api/v2/orders/ORD-1001/status', undefined, {});
    expect(broken.status).toBe(200);
    expect(() => JSON.parse(broken.text)).toThrow(SyntaxError);
  });

  it('is JSON whose fields have the wrong types', async () => {
    const { read, get, service } = await startAtNoon();
    service.faults.add({ on: 'reads', fault: { kind: 'garbage', form: 'wrong_schema' } });
    expect((await read('ORD-1001', 'dependencies')).body).toEqual({
      order_id: 'ORD-1001',
      billing_hold: { unexpected: true },
      shipment_status: { unexpected: true },
    });
    expect((await get('/api/v2/users/bob%40example.com/roles')).body).toMatchObject({
      roles: { unexpected: true },
    });
  });
});

it('Another order’s id is in the reply', async () => {
  const { read, cancel, service } = await startAtNoon();
  service.faults.add({ on: 'any', fault: { kind: 'other_order', id: 'ORD-1013' } });
  expect((await read('ORD-1001', 'status')).body).toEqual({
    order_id: 'ORD-1013',
    status: 'pending',
  });
  expect(await cancel('ORD-1001')).toMatchObject({ status: 202, body: { order_id: 'ORD-1013' } });
  expect(service.effects().map(({ orderId }) => orderId)).toEqual(['ORD-1001']);
});

it('A huge reply is sound JSON of more than 1 MB', async () => {
  const { call, service } = await startAtNoon();
  service.faults.add({ on: 'status', fault: { kind: 'huge' } });
  const { text } = await call('GET', '/api/v2/orders/ORD-1001/status', undefined, {});
  expect(text.length).toBeGreaterThan(1024 * 1024);
  expect(JSON.parse(text)).toMatchObject({ order_id: 'ORD-1001', status: 'pending' });
});

it('A redirect leads to another host, and a caller who follows it takes the body there', async () => {
  const { service } = await startAtNoon();
  const arrived: string[] = [];
  const elsewhere = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  const address = elsewhere.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const location = `http://127.0.0.1:${port}/trap`;
  service.faults.add({ on: 'cancel', fault: { kind: 'redirect', location } });
  const answer = await fetch(`${service.baseUrl}${CANCEL}`, { method: 'POST', body: BODY });
  expect(answer.redirected).toBe(true);
  expect(arrived).toEqual(['/trap']);
  expect(service.effects()).toEqual([]);
  elsewhere.closeAllConnections();
  elsewhere.close();
});

describe('A stale read', () => {
  it('knows nothing of the cancellation just accepted', async () => {
    const { read, cancel, service } = await startAtNoon();
    await cancel('ORD-1001');
    service.faults.add({ on: 'cancel_status', times: 1, fault: { kind: 'stale' } });
    expect(await read('ORD-1001', 'cancel/status')).toMatchObject({ status: 404 });
    expect(await read('ORD-1001', 'cancel/status')).toMatchObject({ status: 200 });
  });

  it('tells the state before, where the answer was «completed»', async () => {
    const { read, cancel, service } = await startAtNoon({ processingMs: 0 });
    await cancel('ORD-1007');
    service.faults.add({ on: 'status', times: 1, fault: { kind: 'stale' } });
    expect((await read('ORD-1007', 'status')).body).toMatchObject({ status: 'on_hold' });
    expect((await read('ORD-1007', 'status')).body).toMatchObject({ status: 'cancelled' });
  });
});

describe('Processing', () => {
  it('takes longer than the limit, and completes after it', async () => {
    const { cancel, service, pass } = await startAtNoon();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'processing', ms: 360_000 } });
    await cancel('ORD-1001');
    pass(359_999);
    expect(service.order('ORD-1001').cancelStatus).toBe('processing');
    pass(1);
    expect(service.order('ORD-1001')).toMatchObject({
      cancelStatus: 'completed',
      status: 'cancelled',
    });
  });

  it('goes on for ever, until somebody settles it', async () => {
    const { cancel, service, pass } = await startAtNoon();
    const fault: Fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY };
    service.faults.add({ on: 'cancel', times: 1, fault });
    await cancel('ORD-1001');
    pass(365 * 24 * 60 * 60_000);
    expect(service.order('ORD-1001').cancelStatus).toBe('processing');
    service.settle('ORD-1001');
    expect(service.order('ORD-1001').cancelStatus).toBe('completed');
  });
});

it('A delay holds a read back, and the answer is what is true then', async () => {
  const { read, service } = await startNow();
  service.faults.add({ on: 'status', fault: { kind: 'delay', ms: 80 } });
  const answer = read('ORD-1001', 'status');
  await service.until(() => service.calls()[0]?.faults.includes('delay'), { withinMs: 5_000 });
  service.change('ORD-1001', { state: 'on_hold' });
  expect((await answer).body).toMatchObject({ status: 'on_hold' });
});
