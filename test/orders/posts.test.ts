import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { LARGEST_BODY } from '../../src/orders/body.js';
import { useNock } from './foreseen.js';
import { calls, KEY, ORDER, ORIGIN, serve, THRICE } from './support.js';

useNock();

const path = `/api/v2/orders/${ORDER}/cancel`;
const BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide',
  notify_stakeholders: false,
};
const good = { order_id: ORDER, status: 'processing', cancellation_id: 'c-1' };

/** Patient as it is, a POST is tried once: nock knows one answer, and a second try would show. */
function answered(status: number, body: string | object = '', headers = {}) {
  nock(ORIGIN)
    .post(path)
    .reply(status, typeof body === 'string' ? body : JSON.stringify(body), headers);
  return calls(THRICE).cancel(ORDER, KEY, BODY);
}

describe('One try of a POST', () => {
  test.each([200, 202])('is accepted by %i and a good reply', async (status) => {
    await expect(answered(status, good)).resolves.toStrictEqual({
      kind: 'accepted',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each([
    ['no JSON', 200, 'OK', 'HTTP 200, the reply cannot be read at (body)'],
    [
      'another order',
      202,
      { ...good, order_id: 'ORD-2' },
      'HTTP 202, the reply cannot be read at order_id',
    ],
    ['no status', 200, { order_id: ORDER }, 'HTTP 200, the reply cannot be read at status'],
    ['another success', 201, good, 'HTTP 201'],
    ['no content', 204, '', 'HTTP 204'],
    [
      'too large a reply',
      200,
      `"${'x'.repeat(LARGEST_BODY)}"`,
      'HTTP 200, the reply cannot be read at (body)',
    ],
    ['a redirect', 307, '', 'HTTP 307'],
    ['408', 408, '', 'HTTP 408'],
    ['425', 425, '', 'HTTP 425'],
    ['500', 500, '', 'HTTP 500'],
    ['503', 503, { error: { code: 'overloaded' } }, 'HTTP 503'],
    ['500, whatever it says', 500, { error: { code: 'not_started' } }, 'HTTP 500'],
  ])('is unknown after %s', async (_, status, body, why) => {
    await expect(answered(status, body, { Location: '/elsewhere' })).resolves.toMatchObject({
      kind: 'unknown',
      why,
      notStarted: false,
    });
  });

  test('is unknown, and known not to have started, where a 503 says so', async () => {
    await expect(answered(503, { error: { code: 'not_started' } })).resolves.toMatchObject({
      kind: 'unknown',
      notStarted: true,
    });
  });

  test.each([400, 401, 403, 404, 409, 410, 422])('is refused by %i', async (status) => {
    await expect(
      answered(status, { error: { message: 'Billing hold active' } }),
    ).resolves.toMatchObject({
      kind: 'refused',
      httpStatus: status,
      explanation: 'Billing hold active',
    });
  });

  test.each([
    ['90', 90_000],
    ['', 0],
    ['soon', 0],
  ])('is rate limited by 429 with Retry-After %j', async (header, retryAfter) => {
    await expect(answered(429, '', { 'Retry-After': header })).resolves.toMatchObject({
      kind: 'rate_limited',
      retryAfter,
    });
  });

  test('is unknown where the connection breaks before an answer', async () => {
    let tries = 0;
    const baseUrl = await serve((request) => {
      tries += 1;
      request.socket.destroy();
    });
    await expect(calls(THRICE, { baseUrl }).cancel(ORDER, KEY, BODY)).resolves.toMatchObject({
      kind: 'unknown',
      why: 'the connection broke',
      notStarted: false,
    });
    expect(tries).toBe(1);
  });

  test('is unknown where the reply breaks off', async () => {
    const baseUrl = await serve((request, response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('{"order_id":', () => request.socket.destroy());
    });
    await expect(calls(THRICE, { baseUrl }).reinstate(ORDER, KEY)).resolves.toMatchObject({
      kind: 'unknown',
      why: 'HTTP 200, the reply broke off',
    });
  });

  test('is unknown where no answer comes in time', async () => {
    const baseUrl = await serve(() => undefined);
    await expect(
      calls(THRICE, { baseUrl, timeout: 50 }).cancel(ORDER, KEY, BODY),
    ).resolves.toMatchObject({
      kind: 'unknown',
      why: 'no answer in time',
    });
  });
});
