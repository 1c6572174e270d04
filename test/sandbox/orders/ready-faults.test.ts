import { describe, expect, it, onTestFinished } from 'vitest';
import { CANCEL_BODY, error, startAtNoon } from './ask.js';

const CANCEL = '/api/v2/orders/ORD-1001/cancel';
const BODY = JSON.stringify(CANCEL_BODY);

async function startWith(name: string) {
  const started = await startAtNoon();
  started.service.faults.turnOn(name);
  return started;
}

describe('The ready faults', () => {
  it('are listed with one line each, and say whether they are on', async () => {
    const { service, call } = await startWith('lose-next-answer');
    const list = service.faults.list();
    expect(list.length).toBeGreaterThan(20);
    for (const { description } of list) expect(description).toMatch(/^[^\n]{10,90}$/);
    expect(list.filter(({ on }) => on).map(({ name }) => name)).toEqual(['lose-next-answer']);
    await expect(call('POST', CANCEL, BODY, {})).rejects.toThrow();
    expect(service.faults.list().filter(({ on }) => on)).toEqual([]);
  });

  it('can each be switched on, and off again so that all is as before', async () => {
    const { service, read } = await startAtNoon();
    const before = service.order('ORD-1001');
    for (const { name } of service.faults.list()) {
      service.faults.turnOn(name);
      service.faults.turnOff(name);
    }
    for (const { name } of service.faults.list()) service.faults.turnOn(name);
    expect(service.faults.list().every(({ on }) => on)).toBe(true);
    service.faults.clear();
    expect(service.faults.list().some(({ on }) => on)).toBe(false);
    expect((await read('ORD-1001', 'status')).status).toBe(200);
    expect(service.order('ORD-1001')).toEqual(before);
  });

  it('that do not exist are refused by name', async () => {
    const { service } = await startAtNoon();
    expect(() => service.faults.turnOn('nonsense')).toThrow(/no fault nonsense.*down/);
  });
});

describe('The next POST', () => {
  it.each([
    ['lose-next-answer', 1],
    ['half-next-answer', 1],
    ['break-next-post', 0],
  ])('%s breaks, with %i effects, and the one after it is answered', async (name, effects) => {
    const { call, service } = await startWith(name);
    await expect(call('POST', CANCEL, BODY, { key: 'key-1' })).rejects.toThrow();
    expect(service.effects()).toHaveLength(effects);
    expect((await call('POST', CANCEL, BODY, { key: 'key-1' })).status).toBe(202);
  });

  it.each([
    ['hang-next-post', 0],
    ['hang-next-answer', 1],
  ])('%s hangs, with %i effects', async (name, effects) => {
    const { call, service } = await startWith(name);
    const gone = new AbortController();
    const hanging = call('POST', CANCEL, BODY, { signal: gone.signal });
    await service.until(() => service.calls({ status: 'hanging' })[0], { withinMs: 5_000 });
    gone.abort();
    await expect(hanging).rejects.toThrow();
    expect(service.effects()).toHaveLength(effects);
  });

  it.each([
    ['next-429', 429, 'rate_limited'],
    ['next-500', 500, 'internal'],
    ['next-503', 503, 'not_started'],
    ['next-403', 403, 'insufficient_permissions'],
  ])('%s is answered %i %s, without effect, once', async (name, status, code) => {
    const { cancel, service } = await startWith(name);
    const answer = await cancel('ORD-1001');
    expect(answer).toMatchObject({ status, body: error(code) });
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '5' : null);
    expect(service.effects()).toEqual([]);
    expect((await cancel('ORD-1001')).status).toBe(202);
  });

  it('garbage-next-answer: HTML after the effect; redirect-next-post: 307 before it', async () => {
    const { call, service } = await startWith('garbage-next-answer');
    expect((await call('POST', CANCEL, BODY, {})).text).toMatch(/^<!doctype html>/);
    expect(service.effects()).toHaveLength(1);
    service.faults.turnOn('redirect-next-post');
    const moved = await call('POST', CANCEL, BODY, {});
    expect([moved.status, moved.headers.get('location')]).toEqual([
      307,
      'http://orders.elsewhere.example/',
    ]);
  });
});

describe('Every call, until switched off', () => {
  it('down', async () => {
    const { read, service } = await startWith('down');
    await expect(read('ORD-1001', 'status')).rejects.toThrow();
    await expect(read('ORD-1001', 'metadata')).rejects.toThrow();
    service.faults.turnOff('down');
    expect((await read('ORD-1001', 'status')).status).toBe(200);
  });

  it.each([
    ['unavailable', 503],
    ['bad-token', 401],
  ])('%s', async (name, status) => {
    const { read, cancel, service } = await startWith(name);
    expect((await read('ORD-1001', 'status')).status).toBe(status);
    expect((await cancel('ORD-1001')).status).toBe(status);
    service.faults.turnOff(name);
    expect((await read('ORD-1001', 'status')).status).toBe(200);
  });

  it('slow: the call waits, unanswered', async () => {
    const { read, service } = await startWith('slow');
    const gone = new AbortController();
    const slow = read('ORD-1001', 'status', { signal: gone.signal });
    await service.until(() => service.calls({ status: 'open' })[0]?.faults.includes('delay'), {
      withinMs: 5_000,
    });
    gone.abort();
    await expect(slow).rejects.toThrow();
  });

  it('slow: a crowd of calls waits, and Node takes none of it for a leak', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const { read, service } = await startWith('slow');
    const gone = new AbortController();
    const slow = Array.from({ length: 20 }, () =>
      read('ORD-1001', 'status', { signal: gone.signal }),
    );
    const waiting = () => service.calls({ status: 'open' }).length;
    await service.until(() => waiting() === slow.length, { withinMs: 5_000 });
    gone.abort();
    await Promise.allSettled(slow);
    expect(warnings).toStrictEqual([]);
  });

  it('unreadable-reads, wrong-order-reads and huge-reads', async () => {
    const { read, call, service } = await startWith('unreadable-reads');
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ status: { unexpected: true } });
    service.faults.clear();
    service.faults.turnOn('wrong-order-reads');
    expect((await read('ORD-1001', 'status')).body).toMatchObject({ order_id: 'ORD-9999' });
    service.faults.clear();
    service.faults.turnOn('huge-reads');
    const huge = await call('GET', '/api/v2/orders/ORD-1001/status', undefined, {});
    expect(huge.text.length).toBeGreaterThan(1024 * 1024);
  });

  it('stale-reads', async () => {
    const { read, cancel } = await startWith('stale-reads');
    await cancel('ORD-1001');
    expect((await read('ORD-1001', 'cancel/status')).status).toBe(404);
  });
});

describe('The next cancellation', () => {
  it.each([
    ['slow-processing', 'completed'],
    ['endless-processing', 'processing'],
  ])('%s: %s after 6 minutes', async (name, then) => {
    const { cancel, service, pass } = await startWith(name);
    await cancel('ORD-1001');
    pass(5 * 60_000);
    expect(service.order('ORD-1001').cancelStatus).toBe('processing');
    pass(60_000);
    expect(service.order('ORD-1001').cancelStatus).toBe(then);
  });
});

describe('Of ORD-1001', () => {
  it.each([
    ['billing-hold', 'billing_hold'],
    ['in-transit', 'shipment_in_transit'],
  ])('%s: refused as %s until switched off', async (name, code) => {
    const { cancel, service } = await startWith(name);
    expect(await cancel('ORD-1001')).toMatchObject({ status: 409, body: error(code) });
    service.faults.turnOff(name);
    expect((await cancel('ORD-1001')).status).toBe(202);
  });

  it.each([
    ['billing-never-updates', { status: 'cancelled', billing: 'active' }],
    ['cancellation-fails', { status: 'pending', cancelStatus: 'failed' }],
  ])('%s', async (name, then) => {
    const { cancel, service, pass } = await startWith(name);
    await cancel('ORD-1001');
    pass(24 * 60 * 60_000);
    expect(service.order('ORD-1001')).toMatchObject(then);
  });

  it('notification-never-sent and audit-never-written', async () => {
    const { cancel, service, pass } = await startWith('notification-never-sent');
    service.faults.turnOn('audit-never-written');
    await cancel('ORD-1001');
    pass(24 * 60 * 60_000);
    const { status, notifications, audit } = service.order('ORD-1001');
    expect(status).toBe('cancelled');
    expect(notifications.map(({ type }) => type)).not.toContain('order_cancelled');
    expect(audit.map(({ event }) => event)).toEqual(['order.created']);
  });

  it('not-reinstatable', async () => {
    const { cancel, reinstate, pass } = await startWith('not-reinstatable');
    await cancel('ORD-1001');
    pass(30_000);
    expect(await reinstate('ORD-1001')).toMatchObject({ status: 409, body: error('not_eligible') });
  });
});
