import type { Cancellation, In, Request } from '../../../src/cancellations/run/record.js';
import type { PostCheck } from '../../../src/runbook/post-checks.js';
import type { Verdict } from '../../../src/runbook/pre-checks.js';

export const TWO_PM = Date.UTC(2026, 10, 23, 14, 0);
export const MINUTE = 60_000;
export const KEY = '0f9d2c4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f';
export const ADA = { slackId: 'U0ADA', userId: 'ada@example.com' };
export const BOB = { slackId: 'U0BOB', userId: 'bob@example.com' };

const PASSED: readonly Verdict[] = [
  { check: 'role', word: 'passed', found: 'order_admin' },
  { check: 'status', word: 'passed', found: 'pending' },
  { check: 'billing_hold', word: 'passed', found: 'none' },
  { check: 'shipment', word: 'passed', found: 'preparing' },
  { check: 'age', word: 'passed', found: '3 days' },
  { check: 'business_hours', word: 'passed', found: 'not asked for' },
];
export const BILLING_HOLD: Verdict = {
  check: 'billing_hold',
  word: 'blocked',
  code: 'billing_hold',
  found: 'active',
  advice: 'Resolve the billing hold, then check again',
};
export const TOO_OLD: Verdict = {
  check: 'age',
  word: 'needs_second_person',
  code: 'order_too_old',
  found: '45 days',
  advice: 'A second entitled person has to confirm',
};

/** The six verdicts, some of them not passed. */
export function verdictsWith(...standing: readonly Verdict[]): Verdict[] {
  return PASSED.map((verdict) => standing.find(({ check }) => check === verdict.check) ?? verdict);
}

export const REQUEST: Request = {
  runId: '3b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e',
  orderId: 'ORD-1001',
  requester: ADA,
  requestedAt: TWO_PM,
  reason: 'operational_request',
  notes: 'the customer rang twice',
  notifyStakeholders: true,
  place: { kind: 'channel', channel: 'C0OPS' },
  verdicts: verdictsWith(),
  impact: {
    refund: { amount: '42.00', currency: 'EUR' },
    workflows: [
      { id: 'wf-1', name: 'picking' },
      { id: 'wf-2', name: 'invoicing' },
    ],
    notifications: [{ channel: 'email', recipient: 'carol@customer.example' }],
    billingRecords: 3,
    warnings: ['the parcel is already packed', 'a discount lapses'],
    further: [{ name: 'loyalty_points', value: '120' }],
  },
  digest: 'digest-of-this-drawing',
  secondPerson: false,
  history: [{ event: 'requested', at: TWO_PM, by: ADA.slackId }],
};

const INTENT: In<'executing'>['intent'] = {
  key: KEY,
  body: {
    reason: 'operational_request',
    notes: 'Cancelled via OpsGuide – the customer rang twice',
    notify_stakeholders: true,
  },
  actor: BOB,
  recordedAt: TWO_PM + MINUTE,
};

export const VERIFIED: PostCheck[] = [
  { check: 'order_status', word: 'verified', found: 'cancelled' },
  { check: 'billing', word: 'verified', found: 'refunded' },
  { check: 'notification', word: 'verified', found: 'sent 2026-11-23T14:03:00Z' },
  { check: 'audit_entry', word: 'verified', found: 'recorded 2026-11-23T14:03:00Z' },
];

/** The four post-checks, one of them with another word. */
export function postChecksWith(check: PostCheck['check'], word: PostCheck['word']): PostCheck[] {
  return VERIFIED.map((one) => (one.check === check ? { check, word, found: 'pending' } : one));
}

export function effect(postChecks: PostCheck[] = VERIFIED): In<'cancelled'>['effect'] {
  const cancelledAt = TWO_PM + 3 * MINUTE;
  return { cancelledAt, windowEndsAt: cancelledAt + 120 * MINUTE, postChecks };
}

export function awaiting(
  more: Partial<In<'awaiting_confirmation'>> = {},
): In<'awaiting_confirmation'> {
  return {
    ...REQUEST,
    state: 'awaiting_confirmation',
    expiresAt: TWO_PM + 15 * MINUTE,
    changes: [],
    ...more,
  };
}

export function cancelled(postChecks: PostCheck[] = VERIFIED): In<'cancelled'> {
  return { ...REQUEST, state: 'cancelled', intent: INTENT, effect: effect(postChecks) };
}

export function troubled(more: Partial<In<'troubled'>> = {}): In<'troubled'> {
  const trouble = { code: 'outcome_unknown' as const, detail: 'time-out', at: TWO_PM };
  return { ...REQUEST, state: 'troubled', intent: INTENT, trouble, ...more };
}

export function refused(code: In<'refused'>['trouble']['code']): In<'refused'> {
  const trouble = { code, detail: 'roles found: viewer', at: TWO_PM };
  return { ...REQUEST, state: 'refused', intent: INTENT, trouble };
}

/** One run in each state, and the variants that read differently. */
export const RUNS: readonly Cancellation[] = [
  awaiting(),
  awaiting({ secondPerson: true, verdicts: verdictsWith(TOO_OLD) }),
  awaiting({ verdicts: verdictsWith(BILLING_HOLD) }),
  { ...REQUEST, state: 'discarded', by: BOB.slackId },
  { ...REQUEST, state: 'expired' },
  { ...REQUEST, state: 'executing', intent: INTENT },
  { ...REQUEST, state: 'processing', intent: INTENT, accepted: true, since: TWO_PM + 2 * MINUTE },
  { ...REQUEST, state: 'processing', intent: INTENT, accepted: false, since: TWO_PM + 2 * MINUTE },
  { ...REQUEST, state: 'verifying', intent: INTENT, effect: effect([]) },
  cancelled(),
  cancelled(postChecksWith('billing', 'unverified')),
  refused('forbidden'),
  troubled(),
  troubled({ effect: effect(postChecksWith('audit_entry', 'failed')) }),
];
