import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/orders/retry-after.js';

const NOON = Date.UTC(2024, 11, 1, 12);

test.each([
  ['seconds', '61', 61_000],
  ['an HTTP date', 'Sun, 01 Dec 2024 12:01:30 GMT', 90_000],
  ['a date that is past as no wait', 'Sun, 01 Dec 2024 11:00:00 GMT', 0],
  ['no more than a day', '99999999999999', 86_400_000],
  ['nothing as no figure', '', undefined],
  ['what is neither as no figure', 'in 5 minutes', undefined],
  ['a negative number as no figure', '-5', undefined],
])('Retry-After is read: %s', (_, header, ms) => {
  expect(parseRetryAfter(header, NOON)).toBe(ms);
});
