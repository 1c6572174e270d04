import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { UnexpectedReply } from '../../src/orders/errors.js';
import { useNock } from './foreseen.js';
import { calls, ORDER, ORIGIN, rejection, USER } from './support.js';

useNock();

const POLLUTION = [
  '"__proto__":{"isAdmin":true,"roles":["order_admin"]}',
  '"constructor":{"prototype":{"isAdmin":true}}',
  '"toString":"x","hasOwnProperty":1',
].join(',');
const TIME = '"2024-12-01T10:00:00Z"';

function replies(path: string, text: string): void {
  nock(ORIGIN).get(`/api/v2/${path}`).reply(200, text);
}

/** Whether any object at all has learned something. */
function expectClean(): void {
  const plain: Record<string, unknown> = {};
  expect(plain.isAdmin).toBeUndefined();
  expect(plain.roles).toBeUndefined();
  expect(String({})).toBe('[object Object]');
}

describe('A hostile order service', () => {
  test('gives nobody a role by a key that every object has', async () => {
    const path = `users/${encodeURIComponent(USER)}/roles`;
    replies(path, `{"user_id":"${USER}",${POLLUTION}}`);
    expect(await rejection(calls().roles())).toBeInstanceOf(UnexpectedReply);
    replies(path, `{"user_id":"${USER}","roles":[],${POLLUTION}}`);
    expect(await calls().roles()).toStrictEqual([]);
    expectClean();
  });

  test('changes nothing of ours by such keys in a preview or an audit log', async () => {
    replies(`orders/${ORDER}/cancel/preview`, `{"order_id":"${ORDER}",${POLLUTION}}`);
    expect(await calls().preview(ORDER)).toMatchObject({ workflows: [], warnings: [] });
    const entry = `{"event":"order.created","user_id":"u","timestamp":${TIME},${POLLUTION}}`;
    replies(`orders/${ORDER}/audit-log`, `{"order_id":"${ORDER}","entries":[${entry}]}`);
    expect(await calls().auditLog(ORDER)).toHaveLength(1);
    expectClean();
  });

  test('cannot name the order by the prototype of its reply', async () => {
    replies(`orders/${ORDER}/status`, `{"__proto__":{"order_id":"${ORDER}"},"status":"pending"}`);
    const error = await rejection(calls().status(ORDER));
    expect(error).toMatchObject({ code: 'unexpected_reply', path: 'order_id' });
  });

  test.each(['1e400', '-1e400', '9'.repeat(400)])(
    'is not believed an amount or a count like %.8s',
    async (number) => {
      for (const [path, field] of [
        ['refund.amount', `"refund":{"amount":${number},"currency":"EUR"}`],
        ['billing_records', `"billing_records":${number}`],
      ]) {
        replies(`orders/${ORDER}/cancel/preview`, `{"order_id":"${ORDER}",${field}}`);
        const error = await rejection(calls().preview(ORDER));
        expect(error).toMatchObject({ code: 'unexpected_reply', path });
      }
    },
  );

  test('holds nobody up with as many entries as a reply holds', async () => {
    const warnings = Array.from({ length: 200_000 }, () => '"w"').join(',');
    replies(`orders/${ORDER}/cancel/preview`, `{"order_id":"${ORDER}","warnings":[${warnings}]}`);
    expect(await calls().preview(ORDER)).toMatchObject({ warnings: expect.any(Array) });
  });
});
