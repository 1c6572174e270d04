import { z } from 'zod';
import { rememberOrder } from '../../logging/subject.js';
import { changeSchema } from '../../runbook/drift.js';
import { failureCodeSchema } from '../../runbook/failures.js';
import { impactSchema } from '../../runbook/impact.js';
import { verdictSchema } from '../../runbook/pre-checks.js';
import { effectSchema } from './effect.js';
import { historySchema } from './history.js';
import { intentSchema, personSchema, rollbackSchema } from './intent.js';
import { resolutionSchema, troubleSchema } from './trouble.js';

/** Epoch ms, by the database's clock. */
const time = z.number();

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
  /** What changed since the last drawing, shown until it is confirmed anew. */
  changes: z.array(changeSchema),
  /**
   * Counts the stretches of work: the confirm begins the first; Retry, Check again, a rollback and
   * what follows one that came to nothing each begin another. A workflow of an earlier turn moves nothing.
   */
  turn: z.number().int(),
  history: z.array(historySchema),
};
const sent = { ...request, intent: intentSchema };
const cancelled = { ...sent, effect: effectSchema };

/** How a POST goes on after a press of Retry; at the first it may send and nothing has started. */
const going = {
  /** False where the press found something in flight or done, which has to be read first. */
  maySend: z.boolean(),
  /** An earlier try may still take effect: nothing is over for good. */
  mayHaveStarted: z.boolean(),
};
/** `trouble` is what it was resolved out of. `effect` where our run did cancel the order. */
const resolved = {
  ...{ ...sent, state: z.literal('resolved'), trouble: troubleSchema },
  resolution: resolutionSchema,
};

/** Where a run stood when its rollback began, and stands again if it comes to nothing. */
const standingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('verifying') }),
  z.object({ state: z.literal('cancelled') }),
  z.object({ state: z.literal('troubled'), trouble: troubleSchema }),
  z.object({
    ...{ state: z.literal('resolved'), trouble: troubleSchema },
    resolution: resolutionSchema,
  }),
]);
export type Standing = z.infer<typeof standingSchema>;

const rollingBack = { ...cancelled, rollback: rollbackSchema, before: standingSchema };

/** A run, in one of its states. Only what a state has can be read from it. */
export const cancellationSchema = z.discriminatedUnion('state', [
  z.object({ ...request, state: z.literal('awaiting_confirmation'), expiresAt: time }),
  z.object({ ...request, state: z.literal('discarded'), by: z.string() }),
  z.object({ ...request, state: z.literal('expired') }),
  z.object({ ...sent, state: z.literal('executing'), ...going }),
  z.object({
    ...{ ...sent, state: z.literal('processing'), since: time },
    /** False where our POST was never answered: whose cancellation runs is then asked at its end. */
    accepted: z.boolean(),
  }),
  z.object({ ...cancelled, state: z.literal('verifying') }),
  z.object({ ...cancelled, state: z.literal('cancelled') }),
  /** Ended for good without a cancellation of ours. */
  z.object({
    ...{ ...sent, state: z.literal('refused') },
    refusal: z.object({ code: failureCodeSchema, detail: z.string(), at: time }),
  }),
  /** A step failed and a person is needed. `effect` where the order is cancelled all the same. */
  z.object({
    ...{ ...sent, state: z.literal('troubled'), trouble: troubleSchema },
    effect: effectSchema.optional(),
  }),
  /** Resolved by hand: afterwards nothing more is sent, but for a rollback where there is an effect. */
  z.object({ ...resolved, effect: effectSchema.optional() }),
  /** A reinstatement is recorded and under way. */
  z.object({ ...rollingBack, state: z.literal('rolling_back'), ...going }),
  /** It failed, and a person is needed. */
  z.object({ ...rollingBack, state: z.literal('rollback_troubled'), trouble: troubleSchema }),
  z.object({
    ...{ ...cancelled, state: z.literal('rolled_back'), rollback: rollbackSchema },
    /** `status` is the order's, as it was seen then; said if it is not the former one. */
    reinstated: z.object({ at: time, status: z.string() }),
  }),
]);
export type Cancellation = z.infer<typeof cancellationSchema>;

/** A run as its row keeps it. Throws where it is none. */
export function readRun(record: unknown): Cancellation {
  const run = cancellationSchema.parse(record);
  rememberOrder(run.runId, run.orderId);
  return run;
}
export type CancellationState = Cancellation['state'];
/** A run that is in one of the given states. */
export type In<State extends CancellationState> = Extract<Cancellation, { state: State }>;

const LIVE: ReadonlySet<CancellationState> = new Set([
  'awaiting_confirmation',
  'executing',
  'processing',
  'verifying',
  'troubled',
  'rolling_back',
  'rollback_troubled',
]);

/** product.md «Fine points»: while a run is live no other can be requested for its order. */
export function isLive({ state }: { readonly state: CancellationState }): boolean {
  return LIVE.has(state);
}

/** Whether the look that the card shows is one that cannot be confirmed. */
export function isBlocked({ verdicts }: Cancellation): boolean {
  return verdicts.some(({ word }) => word === 'blocked');
}

/** Everything that every state has: what a move to another state carries over. */
export function requestOf(run: Cancellation): Request {
  const { runId, orderId, requester, requestedAt, reason, notes, notifyStakeholders } = run;
  const { place, verdicts, impact, digest, secondPerson, changes, turn, history } = run;
  return {
    ...{ runId, orderId, requester, requestedAt, reason, notes, notifyStakeholders },
    ...{ place, verdicts, impact, digest, secondPerson, changes, turn, history },
  };
}
const requestSchema = z.object(request);
export type Request = z.infer<typeof requestSchema>;
