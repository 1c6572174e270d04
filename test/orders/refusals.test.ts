import nock from 'nock';
import { describe, expect, test } from 'vitest';
import {
  OrderServiceRefusal,
  OrderServiceUnanswered,
  UnexpectedReply,
} from '../../src/orders/errors.js';
import { useNock } from './foreseen.js';
import { calls, ORDER, ORIGIN, rejection, THRICE } from './support.js';

useNock();

const path = `/api/v2/orders/${ORDER}/status`;
const body = { error: { code: 'word', message: 'Because.' } };

describe('A GET that is answered no', () => {
  test.each([
    [400, 'invalid_state'],
    [401, 'bad_service_token'],
    [403, 'forbidden'],
    [404, 'order_not_found'],
    [409, 'blocked'],
    [422, 'rejected_request'],
    [410, 'rejected_request'],
  ])('with %i is refused as %s, and not tried again', async (status, code) => {
    nock(ORIGIN).get(path).reply(status, body);
    const error = await rejection(calls(THRICE).status(ORDER));
    expect(error).toBeInstanceOf(OrderServiceRefusal);
    expect(error).toMatchObject({
      code,
      httpStatus: status,
      explanation: 'Because.',
      detail: 'Because.',
    });
  });

  test('404 of the roles means: the order service does not know the person', async () => {
    nock(ORIGIN).get('/api/v2/users/ada%40example.com/roles').reply(404, {});
    await expect(calls().roles()).rejects.toMatchObject({ code: 'unknown_person' });
  });

  test('429 says how long to wait, and is left to the caller', async () => {
    nock(ORIGIN).get(path).reply(429, body, { 'Retry-After': '120' });
    const error = await rejection(calls(THRICE).status(ORDER));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfter: 120_000 });
  });

  test('429 that names no time carries none', async () => {
    nock(ORIGIN).get(path).reply(429);
    const error = await rejection(calls(THRICE).status(ORDER));
    expect(error).toMatchObject({ code: 'rate_limited', detail: 'it answered HTTP 429' });
    expect(error).toHaveProperty('retryAfter', undefined);
  });
});

describe('A GET that is not answered', () => {
  test.each([408, 425, 500, 502, 503, 504])(
    'with %i is tried again until it is',
    async (status) => {
      nock(ORIGIN).get(path).times(2).reply(status, body);
      nock(ORIGIN).get(path).reply(200, { order_id: ORDER, status: 'on_hold' });
      await expect(calls(THRICE).status(ORDER)).resolves.toBe('on_hold');
    },
  );

  test('is given up after its tries', async () => {
    nock(ORIGIN).get(path).times(3).reply(503, body);
    const error = await rejection(calls(THRICE).status(ORDER));
    expect(error).toBeInstanceOf(OrderServiceUnanswered);
    expect(error).toMatchObject({
      code: 'order_service_unavailable',
      detail: 'it answered HTTP 503',
    });
  });
});

describe('A redirect', () => {
  test.each([301, 302, 303, 307, 308, 304])('%i is never followed', async (status) => {
    nock(ORIGIN)
      .get(path)
      .reply(status, '', { Location: `${ORIGIN}/elsewhere` });
    const error = await rejection(calls(THRICE).status(ORDER));
    expect(error).toBeInstanceOf(UnexpectedReply);
    expect(error).toMatchObject({ code: 'unexpected_reply', path: '(status)' });
  });
});
