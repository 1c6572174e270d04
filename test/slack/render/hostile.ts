import fc from 'fast-check';
import type { BrokenGlass } from '../../../src/cancellations/run/broken-glass.js';
import type { Effect, Ticket } from '../../../src/cancellations/run/effect.js';
import { type HistoryEntry, historySchema } from '../../../src/cancellations/run/history.js';
import type { Milestone } from '../../../src/cancellations/run/milestone.js';
import { milestoneSchema } from '../../../src/cancellations/run/milestone.js';
import type { Cancellation, In, Request } from '../../../src/cancellations/run/record.js';
import {
  knownSchema,
  type Resolution,
  type Trouble,
} from '../../../src/cancellations/run/trouble.js';
import type { Change } from '../../../src/runbook/drift.js';
import type { Preview } from '../../../src/runbook/facts.js';
import { FAILURES, type FailureCode } from '../../../src/runbook/failures.js';
import type { PostCheck } from '../../../src/runbook/post-checks.js';
import type { Verdict } from '../../../src/runbook/pre-checks.js';
import { KEY, REQUEST, TWO_PM } from './runs.js';

/** What people and services may write. Marked, so that it is recognised wherever it turns up. */
const ATTACKS = [
  '<!channel>',
  '<!here|here>',
  '<@U0EVIL>',
  '<https://evil.example|the card>',
  '*bold* _slanted_ ~struck~ `code` ```block```',
  ':rotating_light: 👩‍👩‍👧‍👦 🏴‍☠️',
  '&lt;!channel&gt; &amp;',
  '\u202Eevitcefed\u202C \u2067right\u2069 مرحبا שלום',
  'one\ntwo\r\nthree\u2028four\u0000five\tsix',
  '\uD83D lone \uDC00',
  '"quotes" \\backslashes\\ {"run":"x"}',
] as const;
const MEGABYTE = 1_000_000;
const SHORT = fc.constantFrom(...ATTACKS);
const LONG = ['<!channel>', '👩', '\uD83D', 'x', ' ', '\n', '&', 'م'].map((part) =>
  part.repeat(MEGABYTE / part.length),
);
// One for all: it goes through every code point when it is made.
const ANYTHING = fc.string({ unit: 'binary', maxLength: 400 });

function marked(mark: string): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: SHORT.map((attack) => `${mark}${attack}`), weight: 6 },
    { arbitrary: fc.constantFrom(...LONG.map((long) => `${mark}${long}`)), weight: 1 },
    { arbitrary: ANYTHING, weight: 2 },
    { arbitrary: fc.constantFrom('', ' ', '\n', '\u202E', '\uD83D', `${mark}\u200D`), weight: 1 },
  );
}

/** Text that may be shown to anybody who may see it at all. */
export const hostile = marked('zqx');
/** Text that must never reach the channel. */
export const secret = marked('secret zqx');
export const slackId = fc.constantFrom('U0ADA', 'W0BOB', 'U0EVIL>', '<!channel>', '', 'zqx');
export const code = fc.constantFrom(
  ...Object.keys(FAILURES).filter((key): key is FailureCode => key in FAILURES),
);
const time = fc.integer({ min: TWO_PM - 9e9, max: TWO_PM + 9e9 });
const count = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 1e21, Number.MAX_VALUE));

function many<T>(entry: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.oneof(
    fc.array(entry, { maxLength: 4 }),
    entry.map((one) => Array.from({ length: 3000 }, () => one)),
  );
}

export const impact: fc.Arbitrary<Preview> = fc.record({
  refund: fc.option(fc.record({ amount: hostile, currency: hostile }), { nil: undefined }),
  workflows: many(fc.record({ id: secret, name: secret })),
  notifications: many(fc.record({ channel: secret, recipient: secret })),
  billingRecords: fc.option(count, { nil: undefined }),
  warnings: many(secret),
  further: many(fc.record({ name: secret, value: secret })),
});

export const verdicts: fc.Arbitrary<Verdict[]> = fc.tuple(
  ...(['role', 'status', 'billing_hold', 'shipment', 'age', 'business_hours'] as const).map(
    (check): fc.Arbitrary<Verdict> =>
      fc.oneof(
        fc.record({
          check: fc.constant(check),
          word: fc.constant('passed' as const),
          found: secret,
        }),
        fc.record({
          check: fc.constant(check),
          word: fc.constantFrom('blocked' as const, 'needs_second_person' as const),
          code,
          found: secret,
          advice: secret,
        }),
      ),
  ),
);

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({ what: hostile, before: hostile, after: hostile }),
  { maxLength: 40 },
);

const history: fc.Arbitrary<HistoryEntry[]> = many(
  fc.record({
    event: fc.constantFrom(...historySchema.shape.event.options),
    at: time,
    by: fc.option(slackId, { nil: undefined }),
    code: fc.option(code, { nil: undefined }),
    detail: fc.option(secret, { nil: undefined }),
    alone: fc.boolean(),
  }),
);

const person = fc.record({ slackId, userId: secret });

const request: fc.Arbitrary<Request> = fc.record({
  runId: fc.uuid(),
  orderId: hostile,
  requester: person,
  requestedAt: time,
  reason: hostile,
  notes: secret,
  notifyStakeholders: fc.boolean(),
  place: fc.constant(REQUEST.place),
  verdicts,
  impact,
  digest: fc.constant(REQUEST.digest),
  secondPerson: fc.boolean(),
  changes,
  turn: fc.nat(9),
  history,
});

/** Why it was broken is told to #order-ops, and nowhere else in a channel. */
export const brokenGlass: fc.Arbitrary<BrokenGlass> = fc.record({
  ...{ by: slackId, at: time, reason: secret },
  roles: fc.array(secret, { maxLength: 9 }),
});

const intent: fc.Arbitrary<In<'executing'>['intent']> = fc.record({
  key: fc.constant(KEY),
  body: fc.record({ reason: secret, notes: secret, notify_stakeholders: fc.boolean() }),
  actor: person,
  recordedAt: time,
  brokenGlass: fc.option(brokenGlass, { nil: undefined }),
});

const postChecks: fc.Arbitrary<PostCheck[]> = fc.array(
  fc.record({
    check: fc.constantFrom('order_status', 'billing', 'notification', 'audit_entry'),
    word: fc.constantFrom('verified', 'not_asked_for', 'not_yet', 'unverified', 'failed'),
    found: secret,
  }),
  { maxLength: 4 },
);
const asked = { ticketId: fc.uuid(), by: person, at: time };
const ticket: fc.Arbitrary<Ticket> = fc.oneof(
  fc.record({ ...asked, state: fc.constant('opening' as const), attempt: fc.nat(9) }),
  fc.record({ ...asked, state: fc.constant('opened' as const), openedAt: time }),
  fc.record({
    ...{ ...asked, state: fc.constant('failed' as const), attempt: fc.nat(9), failedAt: time },
    ...{ number: fc.nat(9), detail: secret, tried: fc.array(hostile, { maxLength: 9 }) },
  }),
  fc.record({ ...asked, state: fc.constant('by_hand' as const), madeBy: slackId, madeAt: time }),
);
const effect: fc.Arbitrary<Effect> = fc.record(
  {
    ...{ cancelledAt: time, windowEndsAt: time, postChecks },
    window: fc.constantFrom('open' as const, 'closed' as const),
    notRolledBack: fc.record({ code, detail: secret, at: time, by: slackId }),
    ticket,
  },
  { requiredKeys: ['cancelledAt', 'windowEndsAt', 'postChecks', 'window'] },
);
const trouble: fc.Arbitrary<Trouble> = fc.record({
  ...{ number: fc.nat(9), level: fc.constantFrom(2 as const, 3 as const), code, detail: secret },
  ...{ inChannel: fc.option(hostile, { nil: undefined }), at: time },
  known: fc.constantFrom(...knownSchema.options),
  tried: fc.array(hostile, { maxLength: 9 }),
  requestId: fc.option(hostile, { nil: undefined }),
  goOn: fc.constantFrom('send' as const, 'send_anew' as const, 'poll' as const, 'verify' as const),
  readOnUntil: fc.option(time, { nil: undefined }),
});
const resolution: fc.Arbitrary<Resolution> = fc.record({
  truth: fc.constantFrom('cancelled' as const, 'not_cancelled' as const),
  ...{ note: secret, by: slackId, at: time },
});
const rollback = fc.record({
  key: fc.uuid(),
  actor: person,
  recordedAt: time,
  formerStatus: hostile,
});

/** A run in any state, holding whatever people and services may have written into it. */
export const run: fc.Arbitrary<Cancellation> = fc
  .record({
    ...{ request, intent, effect, trouble, resolution, rollback },
    ...{ at: time, by: slackId, status: hostile },
  })
  .chain(({ request, intent, effect, trouble, resolution, rollback, at, by, status }) => {
    const back = { ...request, intent, effect, rollback };
    const before = { state: 'troubled' as const, trouble };
    return fc.constantFrom<Cancellation>(
      { ...request, state: 'awaiting_confirmation', expiresAt: at },
      { ...request, state: 'discarded', by },
      { ...request, state: 'expired' },
      { ...request, state: 'executing', intent, maySend: true, mayHaveStarted: false },
      { ...request, state: 'processing', intent, accepted: true, since: at },
      { ...request, state: 'verifying', intent, effect },
      { ...request, state: 'cancelled', intent, effect },
      {
        ...request,
        state: 'refused',
        intent,
        refusal: { code: trouble.code, detail: trouble.detail, at },
      },
      { ...request, state: 'troubled', intent, trouble },
      { ...request, state: 'troubled', intent, trouble, effect },
      { ...request, state: 'resolved', intent, trouble, resolution, effect },
      { ...back, state: 'rolling_back', before, maySend: true, mayHaveStarted: false },
      { ...back, state: 'rollback_troubled', before, trouble },
      { ...back, state: 'rolled_back', reinstated: { at, status } },
    );
  });

export const milestone: fc.Arbitrary<Milestone> = fc.record({
  milestone: fc.constantFrom(...milestoneSchema.shape.milestone.options),
  at: time,
  by: fc.option(slackId, { nil: undefined }),
  code: fc.option(code, { nil: undefined }),
  detail: fc.option(hostile, { nil: undefined }),
  alone: fc.boolean(),
  mentions: many(slackId),
});
