import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/runbook/assessment.js';
import type { Facts } from '../../src/runbook/facts.js';
import { digest } from '../../src/runbook/impact.js';
import { preChecks } from '../../src/runbook/pre-checks.js';
import * as orders from './orders.js';
import { answered, CLEAR, created, DAY, NOW, POLICY, PREVIEW, unread } from './orders.js';

const look = (found: Partial<Facts> = {}) => assess({ ...CLEAR, ...found }, POLICY, NOW);
const verdicts = (found: Partial<Facts> = {}) => preChecks({ ...CLEAR, ...found }, POLICY, NOW);
const hold = { dependencies: orders.BILLING_HOLD };

describe('A look at an order that nothing stands against', () => {
  it('is clear: all verdicts, the impact, and the digest of both', () => {
    expect(look()).toStrictEqual({
      kind: 'clear',
      verdicts: verdicts(),
      impact: PREVIEW,
      digest: digest(verdicts(), PREVIEW),
      secondPerson: false,
    });
  });

  it('needs a second person where a verdict asks for one', () => {
    const old = { metadata: created(30 * DAY) };
    expect(look(old)).toMatchObject({ kind: 'clear', secondPerson: true });
    const sunday = { metadata: created(DAY, { requiresBusinessHours: true }) };
    expect(assess({ ...CLEAR, ...sunday }, POLICY, NOW - DAY)).toMatchObject({
      ...{ kind: 'clear', secondPerson: true },
    });
  });

  it('always needs one with FOUR_EYES=always', () => {
    const assessment = assess(CLEAR, { ...POLICY, fourEyes: 'always' }, NOW);
    expect(assessment).toStrictEqual({ ...look(), secondPerson: true });
  });
});

describe('Without the role', () => {
  it('nothing of the order is shown, whatever else was found', () => {
    const roles = answered(['viewer']);
    fc.assert(
      fc.property(orders.facts, (found) => {
        const [role] = verdicts({ roles });
        const seen = assess({ ...found, roles }, POLICY, NOW);
        expect(seen).toStrictEqual({ kind: 'not_entitled', role });
      }),
      orders.SEEDED,
    );
  });

  it('nor where the roles could not be read: no answer means no', () => {
    expect(look({ roles: unread('bad_service_token') })).toMatchObject({
      kind: 'not_entitled',
      role: { word: 'blocked', code: 'bad_service_token' },
    });
  });
});

describe('A look at an order that something blocks', () => {
  it('shows the verdicts and the impact, and is all read', () => {
    expect(look(hold)).toStrictEqual({
      ...{ kind: 'blocked', verdicts: verdicts(hold), impact: PREVIEW },
    });
  });

  it.each(['invalid_state', 'blocked'] as const)(
    'takes a preview that the service refuses (%s) for no error',
    (code) => {
      const found = { ...hold, preview: unread(code, 'it says no') };
      expect(look(found)).toStrictEqual({ kind: 'blocked', verdicts: verdicts(found) });
    },
  );

  it.each(['order_service_unavailable', 'forbidden', 'unexpected_reply'] as const)(
    'says that the preview is missing where it was not refused (%s)',
    (code) => {
      const why = { code, detail: 'why' };
      const found = { ...hold, preview: unread(code, 'why') };
      expect(look(found)).toStrictEqual({
        ...{ kind: 'blocked', verdicts: verdicts(found), unreadImpact: why },
      });
    },
  );
});

describe('What could not be read', () => {
  it.each(['status', 'dependencies', 'metadata'] as const)('blocks and is named: %s', (fact) => {
    const found = { [fact]: unread('rate_limited', 'too many') };
    expect(look(found)).toStrictEqual({
      ...{ kind: 'blocked', verdicts: verdicts(found), impact: PREVIEW },
      unread: { code: 'rate_limited', detail: 'too many' },
    });
  });

  it('is named by the first of several, the order’s own state before its preview', () => {
    const several = {
      status: answered('pending'),
      dependencies: unread('rate_limited'),
      metadata: unread('unexpected_reply', 'its reply cannot be read at created_at'),
      preview: unread('order_service_unavailable', 'time-out'),
    };
    expect(look(several)).toStrictEqual({
      ...{ kind: 'blocked', verdicts: verdicts(several), unread: { code: 'rate_limited' } },
      unreadImpact: { code: 'order_service_unavailable', detail: 'time-out' },
    });
  });

  it('stays named beside a preview that the service refuses', () => {
    const found = { status: unread('rate_limited'), preview: unread('blocked') };
    expect(look(found)).toStrictEqual({
      ...{ kind: 'blocked', verdicts: verdicts(found), unread: { code: 'rate_limited' } },
    });
  });

  it.each(['invalid_state', 'blocked', 'order_service_unavailable'] as const)(
    'is the preview alone, refused or not (%s), of an order that nothing else blocks',
    (code) => {
      expect(look({ preview: unread(code) })).toStrictEqual({
        ...{ kind: 'blocked', verdicts: verdicts(), unreadImpact: { code }, unread: { code } },
      });
    },
  );
});

it('A look is clear exactly where the preview was read and no verdict blocks', () => {
  fc.assert(
    fc.property(orders.facts, (found) => {
      const blocks = preChecks(found, POLICY, NOW).some(({ word }) => word === 'blocked');
      const isClear = assess(found, POLICY, NOW).kind === 'clear';
      expect(isClear).toBe(found.preview.read && !blocks);
    }),
    { ...orders.SEEDED, numRuns: 500 },
  );
});
