import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BOB, CANCEL_BODY, EVE, error, startAtNoon, startNow } from './ask.js';

const CANCEL = '/api/v2/orders/ORD-1001/cancel';

describe('The same key with the same body', () => {
  it('gets the first answer again, byte for byte, and cancels once', async () => {
    const { call, service, pass } = await startAtNoon();
    const manner = { key: randomUUID() };
    const body = JSON.stringify(CANCEL_BODY);
    const first = await call('POST', CANCEL, body, manner);
    pass(60_000);
    const again = await call('POST', CANCEL, body, manner);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect({ status: again.status, text: again.text }).toEqual({
      status: first.status,
      text: first.text,
    });
    expect(service.effects('ORD-1001')).toHaveLength(1);
  });

  it('works for a reinstatement too', async () => {
    const { reinstate, service, pass } = await startAtNoon();
    const key = randomUUID();
    await reinstate('ORD-1006', { key });
    pass(60_000);
    const again = await reinstate('ORD-1006', { key });
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(service.effects('ORD-1006')).toHaveLength(1);
  });

  it.each([
    ['400 invalid state', 'ORD-1005', {}, 400],
    ['409 billing hold', 'ORD-1002', {}, 409],
    ['404 no such order', 'ORD-9', {}, 404],
    ['403 insufficient permissions', 'ORD-1001', { by: EVE }, 403],
  ])('gets its refusal again (%s): the key is spent', async (_, id, manner, status) => {
    const { cancel, service } = await startAtNoon();
    const key = randomUUID();
    const first = await cancel(id, { ...manner, key });
    service.addOrder({ id });
    service.addPerson({ userId: EVE, roles: ['order_admin'] });
    const again = await cancel(id, { ...manner, key });
    expect([first.status, again.status]).toEqual([status, status]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await cancel(id, manner)).status).toBe(202);
  });
});

describe('The same key with something else', () => {
  const reused = { status: 422, body: error('idempotency_key_reused') };

  it('another body is 422', async () => {
    const { cancel, post } = await startAtNoon();
    const key = randomUUID();
    await cancel('ORD-1001', { key });
    expect(await post(CANCEL, { ...CANCEL_BODY, notes: 'other' }, { key })).toMatchObject(reused);
  });

  it('another order is 422', async () => {
    const { cancel, service } = await startAtNoon();
    const key = randomUUID();
    await cancel('ORD-1001', { key });
    expect(await cancel('ORD-1013', { key })).toMatchObject(reused);
    expect(service.effects('ORD-1013')).toEqual([]);
  });

  it('another path of the same order is 422', async () => {
    const { cancel, reinstate } = await startAtNoon({ processingMs: 0 });
    const key = randomUUID();
    await cancel('ORD-1001', { key });
    expect(await reinstate('ORD-1001', { key })).toMatchObject(reused);
  });

  it('another user is 422', async () => {
    const { cancel } = await startAtNoon();
    const key = randomUUID();
    await cancel('ORD-1001', { key });
    expect(await cancel('ORD-1001', { key, by: BOB })).toMatchObject(reused);
    expect((await cancel('ORD-1001', { key })).status).toBe(202);
  });
});

describe('The same key while the first request is still executed', () => {
  it('is 409, and later gets the first answer', async () => {
    const { cancel, service } = await startNow();
    const key = randomUUID();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'delay', ms: 200 } });
    const first = cancel('ORD-1001', { key });
    await service.until(() => service.calls({ key })[0]?.faults.includes('delay'), {
      withinMs: 5_000,
    });
    const meanwhile = await cancel('ORD-1001', { key });
    expect(meanwhile).toMatchObject({ status: 409, body: error('idempotency_key_in_flight') });
    expect((await first).status).toBe(202);
    const later = await cancel('ORD-1001', { key });
    expect(later.body).toEqual((await first).body);
    expect(service.effects()).toHaveLength(1);
  });

  it('is executed to its end though the caller went away', async () => {
    const { cancel, service } = await startNow();
    const key = randomUUID();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'delay', ms: 100 } });
    const gone = new AbortController();
    const first = cancel('ORD-1001', { key, signal: gone.signal });
    await service.until(() => service.calls({ key })[0]?.faults.includes('delay'), {
      withinMs: 5_000,
    });
    gone.abort();
    await expect(first).rejects.toThrow();
    expect(service.effects()).toEqual([]);
    await service.until(() => service.calls({ key, status: 'broken' })[0], { withinMs: 5_000 });
    expect(service.effects()).toHaveLength(1);
    expect((await cancel('ORD-1001', { key })).status).toBe(202);
    expect(service.effects()).toHaveLength(1);
  });
});

describe('A key stays free', () => {
  it.each([401, 429, 500, 503])('after %i before the effect', async (status) => {
    const { cancel, service } = await startAtNoon();
    const key = randomUUID();
    service.faults.add({ on: 'cancel', times: 1, fault: { kind: 'status', status } });
    expect((await cancel('ORD-1001', { key })).status).toBe(status);
    expect(service.effects()).toEqual([]);
    const again = await cancel('ORD-1001', { key });
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotent-replayed')).toBeNull();
  });

  it('after a bad token, and after a malformed body', async () => {
    const { cancel, post } = await startAtNoon();
    const key = randomUUID();
    await cancel('ORD-1001', { key, headers: { authorization: 'Bearer other' } });
    expect((await post(CANCEL, {}, { key })).status).toBe(400);
    expect((await cancel('ORD-1001', { key })).status).toBe(202);
  });

  it('but not after a 500 that came after the effect: the true answer is replayed', async () => {
    const { cancel, service } = await startAtNoon();
    const key = randomUUID();
    service.faults.add({
      on: 'cancel',
      times: 1,
      fault: { kind: 'status', status: 500, when: 'after_effect' },
    });
    expect((await cancel('ORD-1001', { key })).status).toBe(500);
    expect(service.effects()).toHaveLength(1);
    const again = await cancel('ORD-1001', { key });
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(service.effects()).toHaveLength(1);
  });
});
