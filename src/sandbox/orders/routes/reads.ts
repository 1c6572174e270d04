import { Refusal } from '../answer.js';
import { auditAt, billingAt, notificationsAt } from '../downstream.js';
import type { Order } from '../order.js';
import { cancelStatusAt, factsOf, stateAt } from '../order-state.js';
import { blockOf, ineligibility } from '../refusals.js';
import { type Asked, orderAsked, type ReadRoute, type RouteName } from './route.js';

export const reads: readonly ReadRoute[] = [
  {
    name: 'roles',
    method: 'GET',
    path: '/api/v2/users/:id/roles',
    read({ id, people }) {
      const roles = people.rolesOf(id);
      if (!roles) throw new Refusal(404, 'user_not_found', 'There is no such user');
      return { status: 200, body: { user_id: id, roles } };
    },
  },
  orderRead('status', '/api/v2/orders/:id/status', (order, { now }) => ({
    status: stateAt(order, now),
  })),
  orderRead('dependencies', '/api/v2/orders/:id/dependencies', (order) => {
    const { billingHold, shipmentStatus } = factsOf(order);
    return { billing_hold: billingHold, shipment_status: shipmentStatus };
  }),
  orderRead('metadata', '/api/v2/orders/:id/metadata', (order) => {
    const facts = factsOf(order);
    return {
      created_at: new Date(facts.createdAt).toISOString(),
      ...(facts.requiresBusinessHours ? { requires_business_hours: true } : {}),
      customer_id: facts.customerId,
      total: facts.total.amount,
      currency: facts.total.currency,
    };
  }),
  orderRead('preview', '/api/v2/orders/:id/cancel/preview', (order, { now }) => {
    const block = blockOf(order, now);
    if (block) throw block;
    const { refund, workflows, notifications, billingRecords, warnings, furtherPreview } =
      factsOf(order);
    return {
      ...(refund ? { refund } : {}),
      workflows,
      notifications,
      ...(billingRecords === undefined ? {} : { billing_records: billingRecords }),
      warnings,
      ...furtherPreview,
    };
  }),
  orderRead('cancel_status', '/api/v2/orders/:id/cancel/status', (order, { now }) => {
    const status = cancelStatusAt(order, now);
    if (!status) throw new Refusal(404, 'no_cancellation', 'No cancellation was started');
    return status;
  }),
  orderRead('eligibility', '/api/v2/orders/:id/reinstate/eligibility', (order, { now }) => {
    const refusal = ineligibility(order, now);
    return refusal ? { eligible: false, reason: refusal.message } : { eligible: true };
  }),
  orderRead('billing', '/api/v2/billing/orders/:id/status', (order, { now }) => ({
    status: billingAt(order, now),
  })),
  orderRead('notifications', '/api/v2/notifications/orders/:id/history', (order, { now }) => ({
    notifications: notificationsAt(order, now),
  })),
  orderRead('audit_log', '/api/v2/orders/:id/audit-log', (order, { now }) => ({
    entries: auditAt(order, now),
  })),
];

function orderRead(
  name: RouteName,
  path: string,
  fields: (order: Order, asked: Asked) => Record<string, unknown>,
): ReadRoute {
  return {
    name,
    method: 'GET',
    path,
    read(asked) {
      const order = orderAsked(asked);
      return { status: 200, body: { order_id: order.id, ...fields(order, asked) } };
    },
  };
}
