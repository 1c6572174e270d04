import { expect, test } from 'vitest';
import { calls, KEY, ONCE, ORDER } from './support.js';

test('A read waits for its turn, and a POST goes out in the moment that was asked whether it may', async () => {
  const sent: string[] = [];
  const around = async (name: string): Promise<never> => {
    sent.push(name);
    throw new Error('Nobody is there');
  };
  const { status, roles, cancel } = calls(ONCE, { around });
  const body = { reason: 'operational_request', notes: '', notify_stakeholders: true };
  await Promise.allSettled([status(ORDER), roles(), cancel(ORDER, KEY, body)]);
  expect(sent).toStrictEqual(['orders cancel', 'orders status', 'orders roles']);
});
