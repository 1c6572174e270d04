import nock from 'nock';
import { validate } from 'uuid';
import { describe, expect, test } from 'vitest';
import { UnusableId } from '../../src/orders/errors.js';
import { useNock } from './foreseen.js';
import {
  calls,
  KEY,
  ONCE,
  ORDER,
  ORIGIN,
  rejection,
  service,
  THRICE,
  TOKEN,
  USER,
} from './support.js';

useNock();

const BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide',
  notify_stakeholders: true,
};

describe('Every call', () => {
  test('carries the bearer token, the acting person and a request id of its own for each try', async () => {
    const ids: string[] = [];
    const seen = nock(ORIGIN, {
      reqheaders: { authorization: `Bearer ${TOKEN}`, 'x-user-id': USER },
    });
    seen
      .get(`/api/v2/orders/${ORDER}/status`)
      .times(2)
      .reply(function reply() {
        ids.push(String(this.req.headers['x-request-id']));
        return [500, {}];
      });
    seen.get(`/api/v2/orders/${ORDER}/status`).reply(function reply() {
      ids.push(String(this.req.headers['x-request-id']));
      return [200, { order_id: ORDER, status: 'pending' }];
    });
    await calls(THRICE).status(ORDER);
    expect(ids.every((id) => validate(id))).toBe(true);
    expect(new Set(ids).size).toBe(3);
  });

  test('percent-encodes the order id', async () => {
    nock(ORIGIN)
      .get('/api/v2/orders/a%2Fb%3Fc%23%25%24%26/status')
      .reply(200, { order_id: 'a/b?c#%$&', status: 'pending' });
    await expect(calls().status('a/b?c#%$&')).resolves.toBe('pending');
  });

  test.each(['.', '..', '', '\ud800'])(
    'is refused before it is made for the order id %j',
    async (id) => {
      const error = await rejection(calls().status(id));
      expect(error).toBeInstanceOf(UnusableId);
      expect(error).toMatchObject({ code: 'invalid_order_id' });
      await expect(calls().cancel(id, KEY, BODY)).rejects.toBeInstanceOf(UnusableId);
    },
  );

  test.each(['.', '..', '', 'a b', 'a\r\nX-Evil: 1', 'jörg@example.com'])(
    'is refused before it is made for the user id %j',
    async (id) => {
      const error = await rejection(service().as(id, ONCE).roles());
      expect(error).toBeInstanceOf(UnusableId);
      expect(error).toMatchObject({ code: 'unknown_person' });
    },
  );
});

describe('A POST', () => {
  test('of a cancellation sends the key and exactly the body given', async () => {
    let sent = '';
    nock(ORIGIN, {
      reqheaders: {
        'x-idempotency-key': KEY,
        'content-type': 'application/json',
        'x-user-id': USER,
      },
    })
      .post(`/api/v2/orders/${ORDER}/cancel`, (body) => {
        sent = JSON.stringify(body);
        return true;
      })
      .reply(202, { order_id: ORDER, status: 'processing' });
    await calls().cancel(ORDER, KEY, BODY);
    expect(sent).toBe(JSON.stringify(BODY));
  });

  test("of a reinstatement sends the runbook's body", async () => {
    nock(ORIGIN, { reqheaders: { 'x-idempotency-key': KEY } })
      .post(`/api/v2/orders/${ORDER}/reinstate`, {
        reason: 'rollback_cancellation',
        restore_previous_state: true,
      })
      .reply(200, { order_id: ORDER, status: 'pending' });
    await expect(calls().reinstate(ORDER, KEY)).resolves.toMatchObject({ kind: 'accepted' });
  });
});

describe('The client is not made', () => {
  test.each([
    'orders.test',
    'ftp://orders.test',
    'https://u:p@orders.test',
    'https://orders.test/?a=1',
  ])('with the base URL %s', (baseUrl) => {
    expect(() => service({ baseUrl })).toThrow('The order service URL must be http(s)');
  });

  test('with a token that no header can hold, which it does not repeat', () => {
    expect(() => service({ token: 'secret\nvalue' })).toThrow(
      /^The order service token is no token$/,
    );
  });

  test('for a patience without tries or time', () => {
    expect(() => service().as(USER, { tries: 0, within: 1000 })).toThrow(RangeError);
    expect(() => service().as(USER, { tries: 1, within: 0 })).toThrow(RangeError);
  });
});
