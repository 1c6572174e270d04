import type { Ticket } from '../../../src/cancellations/run/effect.js';
import type { Cancellation, In, Request } from '../../../src/cancellations/run/record.js';
import type { Resolution, Trouble } from '../../../src/cancellations/run/trouble.js';
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
  changes: [],
  turn: 0,
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
  const windowEndsAt = cancelledAt + 120 * MINUTE;
  return { cancelledAt, windowEndsAt, window: 'open', postChecks };
}

export function awaiting(
  more: Partial<In<'awaiting_confirmation'>> = {},
): In<'awaiting_confirmation'> {
  return {
    ...REQUEST,
    state: 'awaiting_confirmation',
    expiresAt: TWO_PM + 15 * MINUTE,
    ...more,
  };
}

export function cancelled(postChecks: PostCheck[] = VERIFIED): In<'cancelled'> {
  return { ...REQUEST, state: 'cancelled', intent: INTENT, effect: effect(postChecks) };
}

export function trouble(more: Partial<Trouble> = {}): Trouble {
  return {
    ...{ number: 1, level: 3, code: 'outcome_unknown', detail: 'time-out', at: TWO_PM },
    ...{ known: 'unknown', tried: ['sent the cancel request once'], goOn: 'send' },
    ...more,
  };
}

export function troubled(more: Partial<In<'troubled'>> = {}): In<'troubled'> {
  return { ...REQUEST, state: 'troubled', intent: INTENT, trouble: trouble(), ...more };
}

/** Level 2: the order service answered with a block, and nothing was started. */
export const BLOCKED = troubled({
  trouble: trouble({ level: 2, code: 'billing_hold', known: 'not_started', goOn: 'send_anew' }),
});

export function refused(code: In<'refused'>['refusal']['code']): In<'refused'> {
  const refusal = { code, detail: 'roles found: viewer', at: TWO_PM };
  return { ...REQUEST, state: 'refused', intent: INTENT, refusal };
}

export function resolved(truth: Resolution['truth']): In<'resolved'> {
  const resolution = { truth, note: 'seen in the admin tool', by: BOB.slackId, at: TWO_PM };
  const seen = truth === 'cancelled' ? { effect: effect() } : {};
  return {
    ...{ ...REQUEST, state: 'resolved', intent: INTENT, trouble: trouble() },
    ...{ resolution, ...seen },
  };
}

const ROLLBACK: In<'rolling_back'>['rollback'] = {
  ...{ key: 'aa9d2c4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f', actor: BOB },
  ...{ recordedAt: TWO_PM + 10 * MINUTE, formerStatus: 'pending' },
};
const ROLLING_BACK = {
  ...{ ...REQUEST, intent: INTENT, effect: effect(), rollback: ROLLBACK },
  before: { state: 'cancelled' as const },
};

export const ROLLING: In<'rolling_back'> = {
  ...{ ...ROLLING_BACK, state: 'rolling_back', maySend: true, mayHaveStarted: false },
};

export function rollbackTroubled(more: Partial<Trouble> = {}): In<'rollback_troubled'> {
  return { ...ROLLING_BACK, state: 'rollback_troubled', trouble: trouble(more) };
}

export function rolledBack(status = 'pending'): In<'rolled_back'> {
  const { before: _, ...rest } = ROLLING_BACK;
  const reinstated = { at: TWO_PM + 12 * MINUTE, status };
  return { ...rest, state: 'rolled_back', reinstated };
}

const ASKED = { ticketId: 'bb9d2c4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f', by: BOB, at: TWO_PM };
export const TICKETS: Readonly<Record<Ticket['state'], Ticket>> = {
  opening: { ...ASKED, state: 'opening', attempt: 1 },
  opened: { ...ASKED, state: 'opened', openedAt: TWO_PM },
  failed: {
    ...{ ...ASKED, state: 'failed', attempt: 1, failedAt: TWO_PM, number: 1 },
    ...{ detail: 'HTTP 400', tried: ['sent the ticket once'] },
  },
  by_hand: { ...ASKED, state: 'by_hand', madeBy: BOB.slackId, madeAt: TWO_PM },
};

/** Cancelled, with its rollback window closed. */
export function closed(ticket?: Ticket): In<'cancelled'> {
  const over = { ...effect(), window: 'closed' as const, ...(ticket && { ticket }) };
  return { ...cancelled(), effect: over };
}

/** One run in each state, and the variants that read differently. */
export const RUNS: readonly Cancellation[] = [
  awaiting(),
  awaiting({ secondPerson: true, verdicts: verdictsWith(TOO_OLD) }),
  awaiting({ verdicts: verdictsWith(BILLING_HOLD) }),
  { ...REQUEST, state: 'discarded', by: BOB.slackId },
  { ...REQUEST, state: 'expired' },
  { ...REQUEST, state: 'executing', intent: INTENT, maySend: true, mayHaveStarted: false },
  { ...REQUEST, state: 'processing', intent: INTENT, accepted: true, since: TWO_PM + 2 * MINUTE },
  { ...REQUEST, state: 'processing', intent: INTENT, accepted: false, since: TWO_PM + 2 * MINUTE },
  { ...REQUEST, state: 'verifying', intent: INTENT, effect: effect([]) },
  cancelled(),
  cancelled(postChecksWith('billing', 'unverified')),
  refused('forbidden'),
  troubled(),
  troubled({ effect: effect(postChecksWith('audit_entry', 'failed')) }),
  BLOCKED,
  resolved('cancelled'),
  resolved('not_cancelled'),
  ROLLING,
  rollbackTroubled({ code: 'still_cancelled', known: 'cancelled', goOn: 'poll' }),
  rollbackTroubled({ level: 2, code: 'billing_hold', known: 'not_started', goOn: 'send_anew' }),
  rolledBack(),
  rolledBack('on_hold'),
  closed(),
  ...Object.values(TICKETS).map((ticket) => closed(ticket)),
];
