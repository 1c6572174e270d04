import type { Order, OrderEvent, OrderFacts } from './order.js';
import { factsOf, stateAt } from './order-state.js';

export interface NotificationEntry {
  readonly type: string;
  readonly channel: string;
  readonly recipient: string;
  readonly sent_at: string;
}

export interface AuditEntry {
  readonly event: string;
  readonly user_id: string;
  readonly timestamp: string;
  readonly [further: string]: unknown;
}

/** What billing says at `now`: `refunded` (or `voided`, without a refund) once it has caught up. */
export function billingAt(order: Order, now: number): string {
  const facts = factsOf(order);
  if (facts.billingStays !== undefined) return facts.billingStays;
  let status = 'active';
  for (const event of order.history) {
    if (event.kind === 'change' || now < event.settlesAt + event.lags.billing) continue;
    if (event.kind === 'reinstatement') status = 'active';
    else if (event.failsWith === undefined) status = facts.refund ? 'refunded' : 'voided';
  }
  return status;
}

/** Every notification sent by `now`, the oldest first. */
export function notificationsAt(order: Order, now: number): readonly NotificationEntry[] {
  const facts = factsOf(order);
  const sent = [{ type: 'order_confirmed', at: order.original.createdAt }];
  for (const event of order.history) {
    if (event.kind === 'change') continue;
    const at = event.settlesAt + event.lags.notification;
    const type = typeOfNotification(event);
    if (type && at <= now) sent.push({ type, at });
  }
  return sent.flatMap(({ type, at }) =>
    recipients(facts).map((to) => ({ type, ...to, sent_at: iso(at) })),
  );
}

/** Every audit entry written by `now`, the oldest first; the first holds the order as created. */
export function auditAt(order: Order, now: number): readonly AuditEntry[] {
  const { original } = order;
  const entries: AuditEntry[] = [
    {
      event: 'order.created',
      user_id: original.customerId,
      timestamp: iso(original.createdAt),
      order: originalData(order),
    },
  ];
  for (const event of order.history) {
    if (event.kind === 'change' || now < event.settlesAt + event.lags.audit) continue;
    entries.push(auditEntry(event));
  }
  return entries.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

function auditEntry(event: Exclude<OrderEvent, { kind: 'change' }>): AuditEntry {
  const common = {
    user_id: event.userId,
    timestamp: iso(event.settlesAt),
    request_id: event.requestId,
    reason: event.reason,
  };
  if (event.kind === 'reinstatement') {
    return { event: 'order.reinstated', ...common, restored_state: event.toState };
  }
  if (event.failsWith !== undefined) {
    return { event: 'order.cancellation_failed', ...common, error: event.failsWith };
  }
  return { event: 'order.cancelled', ...common, notes: event.notes };
}

function typeOfNotification(event: Exclude<OrderEvent, { kind: 'change' }>): string | undefined {
  if (event.kind === 'reinstatement') return 'order_reinstated';
  return event.notifyStakeholders && event.failsWith === undefined ? 'order_cancelled' : undefined;
}

function recipients(facts: OrderFacts): readonly { channel: string; recipient: string }[] {
  return facts.notifications.length > 0
    ? facts.notifications
    : [{ channel: 'email', recipient: `${facts.customerId}@customers.example` }];
}

function originalData(order: Order): Record<string, unknown> {
  const { original } = order;
  return {
    order_id: order.id,
    status: stateAt({ ...order, history: [] }, original.createdAt),
    created_at: iso(original.createdAt),
    customer_id: original.customerId,
    total: original.total.amount,
    currency: original.total.currency,
    items: original.items,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
