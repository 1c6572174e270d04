import { describe, expect, it } from 'vitest';
import { FAILURES } from '../../src/runbook/failures.js';
import { CODES } from './orders.js';

describe('Every failure', () => {
  it.each(CODES)('%s has a code of plain words, a meaning and a next thing to do', (code) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const { meaning, advice } = FAILURES[code];
    // Both are put into sentences and lines that bring their own full stop.
    for (const words of [meaning, advice]) expect(words).toMatch(/^\S(.*[^\s.!?])$/);
    expect(meaning[0]).toBe(meaning[0]?.toUpperCase());
    expect(advice).not.toBe(meaning);
  });

  it('means something of its own', () => {
    const meanings = CODES.map((code) => FAILURES[code].meaning);
    expect(new Set(meanings).size).toBe(CODES.length);
  });

  it('that the contract names by its code is there', () => {
    expect(CODES).toEqual(
      expect.arrayContaining([
        ...['billing_hold', 'forbidden', 'rate_limited', 'already_cancelled', 'paused'],
        ...['order_service_unavailable', 'outcome_unknown', 'unexpected_reply'],
      ]),
    );
  });
});

describe('Common errors of the runbook', () => {
  it.each([
    ['invalid_state', /check the order.*state/i],
    ['forbidden', /verify roles and ownership/i],
    ['billing_hold', /resolve the billing hold/i],
    ['rate_limited', /wait a minute/i],
    ['already_cancelled', /nothing is left to do/i],
  ] as const)('%s comes with the runbook’s advice', (code, advice) => {
    expect(FAILURES[code].advice).toMatch(advice);
  });
});
