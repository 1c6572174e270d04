import { z } from 'zod';
import { changeSchema } from '../../runbook/drift.js';
import { failureCodeSchema } from '../../runbook/failures.js';
import { impactSchema } from '../../runbook/impact.js';
import { postCheckSchema } from '../../runbook/post-checks.js';
import { verdictSchema } from '../../runbook/pre-checks.js';

/** Epoch ms, by the database's clock. */
const time = z.number();

export const personSchema = z.object({
  slackId: z.string(),
  /** The order service's id for the same person (`X-User-ID`). */
  userId: z.string(),
});
export type Person = z.infer<typeof personSchema>;

/** What a run went through: a line of the card each, in this order. */
const historySchema = z.object({
  event: z.enum([
    'requested',
    'changed',
    'blocked',
    'cleared',
    'confirmed',
    'discarded',
    'expired',
    'processing',
    'rate_limited',
    'retrying',
    'cancelled',
    'checked',
    'refused',
    'troubled',
  ]),
  at: time,
  by: z.string().optional(),
  code: failureCodeSchema.optional(),
});
export type HistoryEntry = z.infer<typeof historySchema>;

/** What will be sent, recorded before the first byte goes out, and always sent together. */
const intentSchema = z.object({
  key: z.uuid(),
  body: z.object({ reason: z.string(), notes: z.string(), notify_stakeholders: z.boolean() }),
  actor: personSchema,
  recordedAt: time,
});
export type Intent = z.infer<typeof intentSchema>;

/** The cancellation was seen completed; the rollback window runs from then on. */
const effectSchema = z.object({
  cancelledAt: time,
  windowEndsAt: time,
  postChecks: z.array(postCheckSchema),
});

/** Where the run was asked for: the channel of the command, or a direct message with the requester. */
const placeSchema = z.object({ kind: z.enum(['channel', 'direct']), channel: z.string() });
export type Place = z.infer<typeof placeSchema>;

const request = {
  runId: z.uuid(),
  orderId: z.string(),
  requester: personSchema,
  requestedAt: time,
  reason: z.string(),
  notes: z.string(),
  notifyStakeholders: z.boolean(),
  place: placeSchema,
  /** The look that the card shows, and its digest. */
  verdicts: z.array(verdictSchema),
  impact: impactSchema,
  digest: z.string(),
  secondPerson: z.boolean(),
  history: z.array(historySchema),
};

const trouble = z.object({ code: failureCodeSchema, detail: z.string(), at: time });

/** A run, in one of its states. Only what a state has can be read from it. */
export const cancellationSchema = z.discriminatedUnion('state', [
  z.object({
    ...request,
    state: z.literal('awaiting_confirmation'),
    expiresAt: time,
    /** What changed since the last drawing, shown until it is confirmed anew. */
    changes: z.array(changeSchema),
  }),
  z.object({ ...request, state: z.literal('discarded'), by: z.string() }),
  z.object({ ...request, state: z.literal('expired') }),
  z.object({ ...request, state: z.literal('executing'), intent: intentSchema }),
  z.object({
    ...request,
    state: z.literal('processing'),
    intent: intentSchema,
    /** False where our POST was never answered: whose cancellation runs is then asked at its end. */
    accepted: z.boolean(),
    since: time,
  }),
  z.object({
    ...request,
    state: z.literal('verifying'),
    intent: intentSchema,
    effect: effectSchema,
  }),
  z.object({
    ...request,
    state: z.literal('cancelled'),
    intent: intentSchema,
    effect: effectSchema,
  }),
  /** Ended for good without a cancellation of ours. */
  z.object({ ...request, state: z.literal('refused'), intent: intentSchema, trouble }),
  /** A step failed and a person is needed. `effect` where the order is cancelled all the same. */
  z.object({
    ...request,
    state: z.literal('troubled'),
    intent: intentSchema,
    trouble,
    effect: effectSchema.optional(),
  }),
]);
export type Cancellation = z.infer<typeof cancellationSchema>;
export type CancellationState = Cancellation['state'];
/** A run that is in one of the given states. */
export type In<State extends CancellationState> = Extract<Cancellation, { state: State }>;

const LIVE: ReadonlySet<CancellationState> = new Set([
  'awaiting_confirmation',
  'executing',
  'processing',
  'verifying',
  'troubled',
]);

/** product.md «Fine points»: while a run is live no other can be requested for its order. */
export function isLive({ state }: { readonly state: CancellationState }): boolean {
  return LIVE.has(state);
}

/** Whether the look that the card shows is one that cannot be confirmed. */
export function isBlocked({ verdicts }: Cancellation): boolean {
  return verdicts.some(({ word }) => word === 'blocked');
}

/** product.md «Fine points»: for four eyes, the same Slack id or the same order-service id. */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.slackId === other.slackId || one.userId === other.userId;
}

/** The same run with one line more. */
export function withHistory<T extends Cancellation>(run: T, entry: HistoryEntry): T {
  return { ...run, history: [...run.history, entry] };
}

/** Everything that every state has: what a move to another state carries over. */
export function requestOf(run: Cancellation): Request {
  const { runId, orderId, requester, requestedAt, reason, notes, notifyStakeholders } = run;
  const { place, verdicts, impact, digest, secondPerson, history } = run;
  return {
    ...{ runId, orderId, requester, requestedAt, reason, notes, notifyStakeholders },
    ...{ place, verdicts, impact, digest, secondPerson, history },
  };
}
const requestSchema = z.object(request);
export type Request = z.infer<typeof requestSchema>;
