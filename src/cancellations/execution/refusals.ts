import type { Engine } from '../../engine/engine.js';
import { backoff } from '../../runbook/backoff.js';
import type { FailureCode } from '../../runbook/failures.js';
import { CANCELLABLE_STATES } from '../../runbook/policy.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import type { Refusal } from './act.js';
import { type Ended, type Errand, type Outcome, own, quoted, refused, troubled } from './errand.js';

/** What a 409 may come to, by what stands against the POST. */
export interface Conflict {
  /** Over for good, or with a person where an earlier try may still take effect. */
  over(code: FailureCode, found: Parameters<typeof refused>[1]): Ended;
  /** A block that people resolve: level 2, unless an earlier try may still take effect. */
  blocked(code: FailureCode): Ended;
}

/**
 * order-api.md's table for a POST that is answered with a no, after a look-up has found nothing.
 * `mayHaveStarted`: an earlier try went unanswered, so that nothing is over for good. What a 409
 * means differs between the two POSTs, and `onConflict` says it.
 */
export async function settle(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  { httpStatus, explanation, requestId }: Refusal,
  mayHaveStarted: boolean,
  onConflict: (conflict: Conflict) => Promise<Outcome>,
): Promise<Outcome> {
  const known = mayHaveStarted ? 'not_seen' : 'not_started';
  const needs = { known, readsOn: mayHaveStarted, goOn: 'send_anew' } as const;
  const over: Conflict['over'] = (code, found) =>
    mayHaveStarted ? troubled(code, found, needs) : refused(code, found);
  const level = mayHaveStarted ? 3 : 2;
  switch (httpStatus) {
    case 400:
      return over('invalid_state', quoted(explanation));
    case 401:
      return troubled('bad_service_token', quoted(explanation), { ...needs, goOn: 'send' });
    case 403:
      return over('forbidden', own(await rolesFound(engine, parts, errand)));
    case 404:
      return over('order_not_found', quoted(explanation));
    case 409:
      return onConflict({
        over,
        blocked: (code) => ({
          ...troubled(code, quoted(explanation), { ...needs, level }),
          requestId,
        }),
      });
    default:
      return troubled('rejected_request', quoted(`${httpStatus} ${explanation}`), needs);
  }
}

/** The table for a cancellation: a 409 is a block that the order shows, or the same key in flight. */
export function settleRefusal(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  refusal: Refusal,
  mayHaveStarted: boolean,
): Promise<Outcome> {
  return settle(engine, parts, errand, refusal, mayHaveStarted, async ({ over, blocked }) => {
    const block = await findBlock(engine, parts, errand);
    // No block to be seen: the same key is still in flight, and its end is polled for.
    if (!block) return { kind: 'in_flight', accepted: false };
    return block === 'not_cancellable' ? over(block, quoted(refusal.explanation)) : blocked(block);
  });
}

/** A 409 does not say which conflict: the order does. Undefined where it shows no block. */
async function findBlock(
  engine: Engine,
  parts: Parts,
  errand: Errand,
): Promise<FailureCode | undefined> {
  const { retryAttempts, retryBase } = errand.pace;
  for (let look = 1; look <= retryAttempts; look += 1) {
    const found = await engine.step(`find the block, look ${look}`, () => blockNow(parts, errand));
    if (found !== 'unread') return found === 'none' ? undefined : found;
    await engine.sleep(backoff(look, retryBase, await engine.random()));
  }
  return undefined;
}

async function blockNow(parts: Parts, errand: Errand): Promise<FailureCode | 'none' | 'unread'> {
  const calls = callsFor(parts, errand.actor);
  const [dependencies, status] = await Promise.all([
    reading(calls.dependencies(errand.orderId)),
    reading(calls.status(errand.orderId)),
  ]);
  if (!dependencies.read || !status.read) return 'unread';
  if (dependencies.value.billingHold) return 'billing_hold';
  if (dependencies.value.shipmentStatus === 'in_transit') return 'shipment_in_transit';
  return CANCELLABLE_STATES.includes(status.value) ? 'none' : 'not_cancellable';
}

/** Runbook «403 Forbidden»: verify user roles and order ownership. */
function rolesFound(engine: Engine, parts: Parts, { actor }: Errand): Promise<string> {
  return engine.step('read the roles', async () => {
    const roles = await reading(callsFor(parts, actor).roles());
    if (!roles.read) return `the roles could not be read (${roles.code}); check the ownership too`;
    const held = roles.value.join(', ') || 'none';
    return `roles found: ${held}; where they are right, the order may belong to another owner`;
  });
}
