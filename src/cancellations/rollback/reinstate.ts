import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import type { Act, Found, Refusal } from '../execution/act.js';
import {
  type Errand,
  type Outcome,
  own,
  quoted,
  RATE_LIMITED_AT_MOST,
  troubled,
} from '../execution/errand.js';
import { settle } from '../execution/refusals.js';
import { stopwatch } from '../execution/stopwatch.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { isReinstated } from './rollback-moves.js';

/** Runbook «Reinstate Order» as the POST that `send` carries out. */
export function reinstating(engine: Engine, parts: Parts, errand: Errand): Act {
  const { orderId, key } = errand;
  return {
    name: 'reinstate',
    post: (calls) => calls.reinstate(orderId, key),
    lookUp: (when) => lookUpReinstatement(engine, parts, errand, when),
    settle: (refusal, mayHaveStarted) =>
      settleRefusal(engine, parts, errand, refusal, mayHaveStarted),
  };
}

/** order-api.md «The look-up»: for a reinstatement the order's status tells, asked until it is read. */
async function lookUpReinstatement(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  when: string,
): Promise<Found> {
  const { pace, orderId } = errand;
  const taken = stopwatch(await engine.now());
  let failed = 0;
  for (let look = 1; ; look += 1) {
    const seen = await engine.step(`look-up ${look} ${when}`, () =>
      reading(callsFor(parts, errand.actor).status(orderId)),
    );
    if (seen.read && seen.value === 'cancelled') return { kind: 'nothing' };
    if (seen.read && isReinstated(seen.value)) return { kind: 'completed' };
    const waited = taken(await engine.now());
    if (!seen.read && seen.code === 'rate_limited' && waited < RATE_LIMITED_AT_MOST) {
      await engine.sleep(Math.max(pace.rateLimitWait, seen.retryAfter ?? 0));
      continue;
    }
    const found = seen.read
      ? quoted(`the order's status is ${seen.value}`)
      : own(`the look-up could not be read (${seen.code})`);
    if (!seen.read && seen.code === 'bad_service_token') {
      return troubled(seen.code, found, UNKNOWN);
    }
    failed += 1;
    if (failed >= pace.retryAttempts) return troubled('outcome_unknown', found, UNKNOWN);
    await engine.sleep(backoff(failed, pace.retryBase, await engine.random()));
  }
}

/** Said where the order service names none. */
export const NO_REASON = 'no reason was given';

const UNKNOWN = { known: 'unknown', goOn: 'send', readsOn: true } as const;

/** The table for a reinstatement: a 409 is a hold, a way back that is closed, or the key in flight. */
function settleRefusal(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  refusal: Refusal,
  mayHaveStarted: boolean,
): Promise<Outcome> {
  return settle(engine, parts, errand, refusal, mayHaveStarted, async ({ over, blocked }) => {
    const why = await findWhy(engine, parts, errand);
    if (why.kind === 'hold') return blocked('billing_hold');
    // After an unanswered try «being reinstated» may well be our own, and its end is waited for.
    return why.kind === 'not_eligible' && !mayHaveStarted
      ? over('not_eligible', quoted(why.reason))
      : { kind: 'in_flight', accepted: false };
  });
}

type Blocking =
  | { readonly kind: 'hold' | 'none' }
  | { readonly kind: 'not_eligible'; readonly reason: string };

/** A 409 does not say which conflict: dependencies and eligibility do, asked until they are read. */
async function findWhy(engine: Engine, parts: Parts, errand: Errand): Promise<Blocking> {
  const { retryAttempts, retryBase } = errand.pace;
  for (let look = 1; look <= retryAttempts; look += 1) {
    const why = await engine.step(`find the block, look ${look}`, () => whatBlocks(parts, errand));
    if (why) return why;
    await engine.sleep(backoff(look, retryBase, await engine.random()));
  }
  return { kind: 'none' };
}

/** Null where it could not be read. */
async function whatBlocks(parts: Parts, { orderId, actor }: Errand): Promise<Blocking | null> {
  const calls = callsFor(parts, actor);
  const [dependencies, eligibility] = await Promise.all([
    reading(calls.dependencies(orderId)),
    reading(calls.eligibility(orderId)),
  ]);
  if (dependencies.read && dependencies.value.billingHold) return { kind: 'hold' };
  if (!dependencies.read || !eligibility.read) return null;
  if (eligibility.value.eligible) return { kind: 'none' };
  return { kind: 'not_eligible', reason: eligibility.value.reason ?? NO_REASON };
}
