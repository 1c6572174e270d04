import { expect, it } from 'vitest';
import { retold } from '../../bench/harness/retold.js';
import { compared } from '../../bench/history.js';
import { verdictOn } from '../../bench/verdict.js';

const NAMES = {
  runId: 'e8fcda84-4363-4caf-aa02-36b174d1b026',
  key: '503329c1-230c-4a7f-b5a4-9e46aacc29cb',
  orderId: 'ORD-B1',
  slackId: 'UOPS0',
  userId: 'uops0@example.com',
};

it('A row is told of another run: every name and every moment in it is that one’s', () => {
  expect(retold(`${NAMES.runId}:card`, NAMES)).toBe("run || ':card'");
  expect(retold(`{"key":"${NAMES.key}","by":"UOPS0"}`, NAMES)).toBe(
    `'{"key":"' || key || '","by":"' || slack_id || '"}'`,
  );
  expect(retold('uops0@example.com asked for ORD-B1', NAMES)).toBe(
    "user_id || ' asked for ' || ordered",
  );
  expect(retold('1795637213872', NAMES)).toBe('(1795637213872 - age)::text');
  expect(retold('sent 2026-11-25T20:06:53.881Z', NAMES)).toMatch(
    /^'sent ' \|\| to_char\(.*1795637213881 - age/s,
  );
});

it('What is no name stays as it is, and its quotes are doubled', () => {
  expect(retold("Carol's ORD-B17, 1795637213872000", NAMES)).toBe(
    "'Carol''s ORD-B17, 1795637213872000'",
  );
  expect(retold('', NAMES)).toBe("''");
});

it('A figure with a history is held against the same without: a time from above, a rate from below', () => {
  const taken = (ms: number, rate: number) => [
    { what: 'the preview', unit: 'ms' as const, value: ms },
    { what: 'cancellations', unit: 'a second' as const, value: rate, isRate: true },
  ];
  const reached = (ms: number, rate: number) =>
    compared(taken(ms, rate), taken(100, 10)).map((figure) => verdictOn(figure)?.reached);
  expect(reached(119, 8.4)).toStrictEqual([true, true]);
  expect(reached(121, 8.2)).toStrictEqual([false, false]);
  expect(reached(80, 20)).toStrictEqual([true, true]);
});
