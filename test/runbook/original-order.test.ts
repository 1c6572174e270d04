import { describe, expect, it } from 'vitest';
import { originalOrder } from '../../src/runbook/original-order.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute)).toISOString();
const ALICE = 'alice@example.com';
const CANCELLED = {
  sent: { userId: ALICE, since: Date.parse(at(8)), clockSkew: 60_000 },
  seenAt: Date.parse(at(10)),
};
const created = {
  ...{ event: 'order.created', user_id: 'shop', timestamp: at(0) },
  order: { items: [{ sku: 'LAMP-7', quantity: 1 }], total: '249.90' },
};
const paid = { event: 'order.paid', user_id: 'shop', timestamp: at(2), details: { by: 'card' } };
const cancelled = {
  ...{ event: 'order.cancelled', user_id: ALICE, timestamp: at(9) },
};

describe('The original order data for CASE-REINSTATE', () => {
  it('is what the entries before the cancellation carry, whole and in their order', () => {
    expect(originalOrder([cancelled, paid, created], CANCELLED)).toStrictEqual([created, paid]);
  });

  it('holds nothing of the cancellation and of what came after it', () => {
    const after = { event: 'order.viewed', user_id: 'bob', timestamp: at(30) };
    expect(originalOrder([created, cancelled, after], CANCELLED)).toStrictEqual([created]);
  });

  it('holds an earlier round, for that is history of the order too', () => {
    const round = { ...cancelled, timestamp: at(3) };
    const back = { event: 'order.reinstated', user_id: 'bob', timestamp: at(4) };
    const log = [created, round, back, cancelled];
    expect(originalOrder(log, CANCELLED)).toStrictEqual([created, round, back]);
  });

  it('is not cut at an earlier round of the same person, where our own entry is missing', () => {
    const round = { ...cancelled, timestamp: at(3) };
    const back = { event: 'order.reinstated', user_id: 'bob', timestamp: at(4) };
    const log = [created, round, back, { ...paid, timestamp: at(5) }];
    expect(originalOrder(log, CANCELLED)).toStrictEqual(log);
  });

  it('holds nothing of a later round of the same person', () => {
    const again = { ...cancelled, timestamp: at(50) };
    const between = { event: 'order.reinstated', user_id: 'bob', timestamp: at(40) };
    expect(originalOrder([created, cancelled, between, again], CANCELLED)).toStrictEqual([created]);
  });

  it('goes by the time it was seen, where the log holds no entry of the cancellation', () => {
    const after = { event: 'order.viewed', user_id: 'bob', timestamp: at(30) };
    expect(originalOrder([created, after], CANCELLED)).toStrictEqual([created]);
  });

  it('allows for the clocks, where the log holds no entry of the cancellation', () => {
    const late = { ...paid, timestamp: at(11) };
    expect(originalOrder([created, late], CANCELLED)).toStrictEqual([created, late]);
  });

  it('loses no entry whose time cannot be read', () => {
    const odd = { event: 'order.noted', user_id: 'bob', timestamp: 'yesterday' };
    expect(originalOrder([created, odd], CANCELLED)).toContain(odd);
  });
});
