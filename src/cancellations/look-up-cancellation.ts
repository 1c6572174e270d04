import type { Engine } from '../engine/engine.js';
import type { OrderCalls } from '../orders/order-service.js';
import { backoff } from '../runbook/backoff.js';
import type { FailureCode } from '../runbook/failures.js';
import { type LookUp, lookUp } from '../runbook/look-up.js';
import { type Ended, type Errand, expectation, own, refused, troubled } from './errand.js';
import { reading } from './look.js';
import { type Parts, stepPatience } from './parts.js';

type Found =
  | { readonly kind: 'in_flight'; readonly accepted: false }
  | { readonly kind: 'completed' }
  | { readonly kind: 'nothing' }
  | Ended;

/**
 * order-api.md «The look-up»: what became of a POST whose answer is not known. Asked again until
 * it can be read, and until a cancellation can be attributed; else the outcome stays unknown.
 */
export async function lookUpDurably(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  when: string,
): Promise<Found> {
  const { policy } = parts;
  const begun = await engine.now();
  for (let look = 1; ; look += 1) {
    const seen = await engine.step(`look-up ${look} ${when}`, () => lookUpOnce(parts, errand));
    if (seen.kind === 'nothing') return seen;
    if (seen.kind === 'in_flight') return { ...seen, accepted: false };
    if (seen.kind === 'ours') return { kind: 'completed' };
    if (seen.kind === 'theirs') return refused('already_cancelled', own(`by ${seen.by}`));

    const waited = (await engine.now()) - begun;
    if (seen.kind === 'unread') {
      if (look >= policy.retryAttempts) return troubled('outcome_unknown', own(seen.detail));
      await engine.sleep(backoff(look, policy.retryBase, await engine.random()));
    } else {
      if (waited >= policy.postCheckTimeout) {
        return seen.by === undefined
          ? troubled('outcome_unknown', own('cancelled, and the audit log does not say by whom'))
          : refused('already_cancelled', own(`by ${seen.by}`));
      }
      await engine.sleep(policy.postCheckInterval);
    }
  }
}

type Once = LookUp | { readonly kind: 'unread'; readonly detail: string };

async function lookUpOnce(parts: Parts, errand: Errand): Promise<Once> {
  const calls = callsOf(parts, errand);
  const [cancelStatus, orderStatus, auditLog] = await Promise.all([
    reading(calls.cancelStatus(errand.orderId)),
    reading(calls.status(errand.orderId)),
    reading(calls.auditLog(errand.orderId)),
  ]);
  const unread = [cancelStatus, orderStatus, auditLog].find(({ read }) => !read);
  if (!cancelStatus.read || !orderStatus.read || !auditLog.read) {
    const code = unread && !unread.read ? unread.code : 'order_service_unavailable';
    return { kind: 'unread', detail: `the look-up could not be read (${code})` };
  }
  const evidence = {
    cancelStatus: cancelStatus.value.status,
    orderStatus: orderStatus.value,
    auditLog: auditLog.value,
  };
  return lookUp(evidence, expectation(errand, parts.policy));
}

/** A 409 does not say which conflict: the dependencies do. Undefined where they show no block. */
export async function findBlock(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  attempt: number,
): Promise<FailureCode | null> {
  return engine.step(`find the block ${attempt}`, async () => {
    const dependencies = await reading(callsOf(parts, errand).dependencies(errand.orderId));
    if (!dependencies.read) return null;
    if (dependencies.value.billingHold) return 'billing_hold';
    return dependencies.value.shipmentStatus === 'in_transit' ? 'shipment_in_transit' : null;
  });
}

/** Runbook «403 Forbidden»: verify user roles and order ownership. */
export async function rolesFound(engine: Engine, parts: Parts, errand: Errand): Promise<string> {
  return engine.step('read the roles', async () => {
    const roles = await reading(callsOf(parts, errand).roles());
    if (!roles.read) return `the roles could not be read (${roles.code}); check the ownership too`;
    const held = roles.value.join(', ') || 'none';
    return `roles found: ${held}; where they are right, the order may belong to another owner`;
  });
}

function callsOf({ orders, policy }: Parts, { intent }: Errand): OrderCalls {
  return orders.as(intent.actor.userId, stepPatience(policy));
}
