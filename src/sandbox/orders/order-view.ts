import {
  type AuditEntry,
  auditAt,
  billingAt,
  type NotificationEntry,
  notificationsAt,
} from './downstream.js';
import type { Order, OrderFacts } from './order.js';
import { cancelStatusAt, factsOf, stateAt } from './order-state.js';

/** All that is true of an order at one moment, for assertions and for showing it. */
export interface OrderView {
  readonly id: string;
  readonly status: string;
  /** Undefined: no cancellation was ever started. */
  readonly cancelStatus?: 'processing' | 'completed' | 'failed';
  readonly billing: string;
  readonly notifications: readonly NotificationEntry[];
  readonly audit: readonly AuditEntry[];
  /** `facts.state` is the state last set from outside; `status` is the state. */
  readonly facts: OrderFacts;
}

export function viewOf(order: Order, now: number): OrderView {
  return {
    id: order.id,
    status: stateAt(order, now),
    cancelStatus: cancelStatusAt(order, now)?.status,
    billing: billingAt(order, now),
    notifications: notificationsAt(order, now),
    audit: auditAt(order, now),
    facts: factsOf(order),
  };
}
