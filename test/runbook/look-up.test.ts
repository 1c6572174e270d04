import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Evidence, type LookUp, lookUp } from '../../src/runbook/look-up.js';
import type { Expectation } from '../../src/runbook/post-checks.js';
import { HOUR, MINUTE, NOW, SEEDED } from './orders.js';

const BOB = 'bob@example.com';
const EVE = 'eve@example.com';
const EXPECTED: Expectation = {
  userId: BOB,
  notifyStakeholders: true,
  since: NOW,
  clockSkew: 2 * MINUTE,
};

type Entry = Evidence['auditLog'][number];
const entry = (event: string) => (user_id: string, ms: number) => {
  return { event, user_id, timestamp: new Date(NOW + ms).toISOString() };
};
const cancelled = entry('order.cancelled');
const reinstated = entry('order.reinstated');

const finds = (
  cancelStatus: Evidence['cancelStatus'],
  orderStatus: string,
  ...auditLog: readonly Entry[]
) => lookUp({ cancelStatus, orderStatus, auditLog }, EXPECTED);

describe('The look-up, after a POST whose answer is not known,', () => {
  it.each(['pending', 'cancelled'])('finds «processing» in flight, of a %s order too', (order) => {
    const log = [cancelled(BOB, -HOUR), cancelled(BOB, 1000)];
    expect(finds('processing', order, ...log)).toStrictEqual({ kind: 'in_flight' });
  });

  it.each(['completed', 'failed', 'not_started'] as const)(
    'counts «%s» for nothing while the order’s status is not cancelled',
    (cancelStatus) => {
      for (const order of ['pending', 'in_progress', 'on_hold', 'completed', 'archived', 'odd']) {
        const log = [cancelled(BOB, 1000)];
        expect(finds(cancelStatus, order, ...log)).toStrictEqual({ kind: 'nothing' });
      }
    },
  );

  it.each<[string, Entry[]]>([
    ['recorded by whom we sent', [cancelled(BOB, 1000)]],
    ['recorded as long before as clocks may differ', [cancelled(BOB, -2 * MINUTE)]],
    [
      'after an earlier round',
      [cancelled(EVE, -2 * HOUR), reinstated(EVE, -HOUR), cancelled(BOB, 0)],
    ],
    [
      'in a log with the newest first',
      [cancelled(BOB, 0), reinstated(EVE, -HOUR), cancelled(EVE, -2 * HOUR)],
    ],
    [
      'among other events',
      [entry('order.updated')(EVE, 2000), cancelled(BOB, 1000), entry('order.noted')(EVE, 1)],
    ],
  ])('finds the cancellation ours: %s', (_, log) => {
    expect(finds('completed', 'cancelled', ...log)).toStrictEqual({ kind: 'ours' });
  });

  it('finds it ours whatever the cancel status says: the order and its audit log decide', () => {
    for (const cancelStatus of ['failed', 'not_started'] as const) {
      expect(finds(cancelStatus, 'cancelled', cancelled(BOB, 1)).kind).toBe('ours');
    }
  });

  it.each<[string, Entry[], string]>([
    ['by somebody else since', [cancelled(EVE, 1000)], EVE],
    [
      'by somebody else after ours was undone',
      [cancelled(BOB, 1), reinstated(BOB, 2), cancelled(EVE, 3)],
      EVE,
    ],
  ])('finds it already cancelled, and says by whom: %s', (_, log, by) => {
    expect(finds('completed', 'cancelled', ...log)).toStrictEqual({ kind: 'theirs', by });
  });

  it.each<[string, Entry[], string]>([
    ['by somebody else', [cancelled(EVE, -HOUR)], EVE],
    ['by the same person', [cancelled(BOB, -2 * MINUTE - 1)], BOB],
  ])('waits for an entry that can explain it where the newest is from before: %s', (_, log, by) => {
    expect(finds('completed', 'cancelled', ...log)).toStrictEqual({ kind: 'unattributed', by });
  });

  it('finds it ours where somebody else cancelled once more after us', () => {
    const log = [cancelled(BOB, 1), cancelled(EVE, 2)];
    expect(finds('completed', 'cancelled', ...log)).toStrictEqual({ kind: 'ours' });
  });

  it.each<[string, Entry[]]>([
    ['the audit log is empty', []],
    ['it tells of other things', [entry('order.updated')(BOB, 1)]],
    ['it ends with a reinstatement', [cancelled(EVE, -2 * HOUR), reinstated(EVE, -HOUR)]],
  ])('guesses nobody where %s', (_, log) => {
    expect(finds('completed', 'cancelled', ...log)).toStrictEqual({ kind: 'unattributed' });
  });
});

describe('For any evidence', () => {
  const entries = fc.uniqueArray(
    fc.record({
      event: fc.constantFrom('order.cancelled', 'order.reinstated', 'order.updated'),
      user: fc.constantFrom(BOB, EVE),
      ms: fc.integer({ min: -HOUR, max: HOUR }),
    }),
    { maxLength: 5, selector: ({ ms }) => ms },
  );
  const evidence = fc.record({
    cancelStatus: fc.constantFrom('processing', 'completed', 'failed', 'not_started'),
    orderStatus: fc.constantFrom('cancelled', 'pending', 'archived'),
    auditLog: entries.map((log) => log.map(({ event, user, ms }) => entry(event)(user, ms))),
  });

  it('ours is never said without a cancelled order and a recent entry of the person we sent', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        if (lookUp(found, EXPECTED).kind !== 'ours') return;
        expect(found.orderStatus).toBe('cancelled');
        const recent = found.auditLog.filter(
          ({ event, user_id, timestamp }) =>
            event === 'order.cancelled' &&
            user_id === BOB &&
            Date.parse(timestamp) >= NOW - 2 * MINUTE,
        );
        expect(recent).not.toStrictEqual([]);
      }),
      { ...SEEDED, numRuns: 500 },
    );
  });

  it('nothing, which lets a POST be sent again, is never said of a cancelled order', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        const nothing: LookUp = { kind: 'nothing' };
        const mayBe = found.orderStatus !== 'cancelled' && found.cancelStatus !== 'processing';
        if (mayBe) expect(lookUp(found, EXPECTED)).toStrictEqual(nothing);
        else expect(lookUp(found, EXPECTED)).not.toStrictEqual(nothing);
      }),
      { ...SEEDED, numRuns: 500 },
    );
  });

  it('the order of the log makes no difference', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        const turned = { ...found, auditLog: found.auditLog.toReversed() };
        expect(lookUp(turned, EXPECTED)).toStrictEqual(lookUp(found, EXPECTED));
      }),
      { ...SEEDED, numRuns: 500 },
    );
  });
});
