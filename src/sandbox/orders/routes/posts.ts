import type { z } from 'zod';
import { Refusal } from '../answer.js';
import type { Lags, Order } from '../order.js';
import { factsOf } from '../order-state.js';
import type { Timings } from '../timings.js';
import { orderAsked, type Posted } from './route.js';

/** @throws Refusal 400 `malformed_body`, naming the path of the first fault */
export function wellFormed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || '(body)';
  throw new Refusal(400, 'malformed_body', `${path}: ${issue?.message ?? 'not understood'}`);
}

/**
 * The order, if this person may move it and nothing stands against it.
 * @throws Refusal 403 `unknown_user`, `insufficient_permissions`, `not_owner`; 404; what `against` says
 */
export function orderToMove(
  posted: Posted,
  against: (order: Order, now: number) => Refusal | undefined,
): Order {
  const { people, userId, now } = posted;
  if (people.rolesOf(userId) && !people.mayCancel(userId)) {
    throw new Refusal(403, 'insufficient_permissions', 'Insufficient permissions');
  }
  const order = orderAsked(posted);
  const { owner } = factsOf(order);
  if (owner !== undefined && owner !== userId) {
    throw new Refusal(403, 'not_owner', 'Only the owner may do this to the order');
  }
  const refusal = against(order, now);
  if (refusal) throw refusal;
  return order;
}

/** How late the other systems learn of a round that begins now. */
export function lagsOf(order: Order, timings: Timings): Lags {
  const facts = factsOf(order);
  return {
    billing: timings.billingLagMs,
    notification: facts.notificationsNeverSent
      ? Number.POSITIVE_INFINITY
      : timings.notificationLagMs,
    audit: facts.auditNeverWritten ? Number.POSITIVE_INFINITY : timings.auditLagMs,
  };
}
