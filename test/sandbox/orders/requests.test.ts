import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CANCEL_BODY, error, REINSTATE_BODY, startAtNoon } from './ask.js';

const STATUS = '/api/v2/orders/ORD-1001/status';
const CANCEL = '/api/v2/orders/ORD-1001/cancel';

describe('Every call must carry', () => {
  it.each([
    ['no token', ''],
    ['another token', 'Bearer other'],
    ['the token in another scheme', 'Basic abc'],
  ])('the bearer token: %s is 401', async (_, authorization) => {
    const { get, post } = await startAtNoon();
    const headers = { authorization };
    expect(await get(STATUS, { headers })).toMatchObject({
      status: 401,
      body: error('unauthorized'),
    });
    expect((await post(CANCEL, CANCEL_BODY, { headers })).status).toBe(401);
  });

  it.each([
    ['x-user-id', 'missing_user_id'],
    ['x-request-id', 'missing_request_id'],
  ])('%s: without it 400 %s', async (name, code) => {
    const { get } = await startAtNoon();
    expect(await get(STATUS, { headers: { [name]: '' } })).toMatchObject({
      status: 400,
      body: error(code),
    });
  });
});

describe('A POST must carry', () => {
  it.each([CANCEL, '/api/v2/orders/ORD-1006/reinstate'])('a key: %s', async (path) => {
    const { post } = await startAtNoon();
    expect(await post(path, CANCEL_BODY, { headers: { 'x-idempotency-key': '' } })).toMatchObject({
      status: 400,
      body: error('missing_idempotency_key'),
    });
    expect(await post(path, CANCEL_BODY, { key: 'k'.repeat(256) })).toMatchObject({
      status: 400,
      body: error('invalid_idempotency_key'),
    });
  });

  it('JSON by its content type', async () => {
    const { post, service } = await startAtNoon();
    const headers = { 'content-type': 'text/plain' };
    expect(await post(CANCEL, CANCEL_BODY, { headers })).toMatchObject({
      status: 415,
      body: error('unsupported_media_type'),
    });
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    expect((await post(CANCEL, CANCEL_BODY, { headers: charset })).status).toBe(202);
    expect(service.effects()).toHaveLength(1);
  });

  it('JSON that can be read', async () => {
    const { call } = await startAtNoon();
    const answer = await call('POST', CANCEL, '{"reason":', {});
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject(error('malformed_body'));
  });

  it.each([
    ['without a reason', { ...CANCEL_BODY, reason: undefined }],
    ['with an empty reason', { ...CANCEL_BODY, reason: '' }],
    ['without notes', { ...CANCEL_BODY, notes: undefined }],
    ['with endless notes', { ...CANCEL_BODY, notes: 'n'.repeat(2001) }],
    ['with a word for notify_stakeholders', { ...CANCEL_BODY, notify_stakeholders: 'yes' }],
    ['with a field that the runbook does not name', { ...CANCEL_BODY, force: true }],
    ['that is a list', [CANCEL_BODY]],
  ])('the runbook’s body to cancel: one %s is 400', async (_, body) => {
    const { post, service } = await startAtNoon();
    expect(await post(CANCEL, body)).toMatchObject({ status: 400, body: error('malformed_body') });
    expect(service.effects()).toEqual([]);
  });

  it('the runbook’s body to reinstate', async () => {
    const { post, service } = await startAtNoon();
    const path = '/api/v2/orders/ORD-1006/reinstate';
    expect(await post(path, { reason: 'rollback_cancellation' })).toMatchObject({
      status: 400,
      body: error('malformed_body'),
    });
    expect((await post(path, REINSTATE_BODY)).status).toBe(202);
    expect(service.effects()).toHaveLength(1);
  });

  it('no more than 64 kB', async () => {
    const { post } = await startAtNoon();
    expect(await post(CANCEL, { ...CANCEL_BODY, notes: 'n'.repeat(70_000) })).toMatchObject({
      status: 413,
      body: error('body_too_large'),
    });
  });
});

describe('A path', () => {
  it('names its order percent-encoded', async () => {
    const { get, service } = await startAtNoon();
    service.addOrder({ id: 'a/b c' });
    expect((await get('/api/v2/orders/a%2Fb%20c/status')).body).toMatchObject({
      order_id: 'a/b c',
    });
    expect(await get('/api/v2/orders/%E0%A4%A/status')).toMatchObject({
      status: 400,
      body: error('malformed_path'),
    });
  });

  it('that the contract does not have is 404, another method 405', async () => {
    const { get, post } = await startAtNoon();
    expect(await get('/api/v2/orders/ORD-1001')).toMatchObject({
      status: 404,
      body: error('unknown_route'),
    });
    expect(await get('/api/v2/orders//status')).toMatchObject({ status: 404 });
    const answer = await post(STATUS, {});
    expect(answer).toMatchObject({ status: 405, body: error('method_not_allowed') });
    expect(answer.headers.get('allow')).toBe('GET');
  });
});

describe('The log of calls', () => {
  it('holds what came in and what became of it', async () => {
    const { get, post, service } = await startAtNoon();
    const key = randomUUID();
    await get(STATUS);
    await post(CANCEL, CANCEL_BODY, { key, headers: { 'x-request-id': 'request-1' } });
    await post(CANCEL, CANCEL_BODY, { key });
    expect(service.calls({ route: 'cancel' })).toMatchObject([
      {
        method: 'POST',
        path: CANCEL,
        orderId: 'ORD-1001',
        userId: 'alice@example.com',
        key,
        requestId: 'request-1',
        body: JSON.stringify(CANCEL_BODY),
        status: 202,
        effect: 'cancellation',
        replayed: false,
      },
      { status: 202, effect: undefined, replayed: true },
    ]);
    expect(service.calls({ effect: 'cancellation' })).toHaveLength(1);
    expect(service.counts()).toEqual({ status: 1, cancel: 2 });
  });
});
