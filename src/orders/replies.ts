import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Dependencies, Metadata } from '../runbook/facts.js';
import { checkOf, exceedsFloat, type Parsed, parseJson, parseJsonAsWritten } from './json.js';
import type { AuditEntry, NotificationEntry } from './order-service.js';

/**
 * Reads the text of a reply about the order or person `id`; another's reply is a bad one. `token`
 * is there to be kept out of what the reply explains.
 */
export type Read<T> = (text: string, id: string, token: string) => Parsed<T>;

/** With a zone: without one it would be a guess. As Date.parse reads it, since the checks use that. */
const instant = z
  .string()
  .refine(
    (text) =>
      /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) &&
      DateTime.fromISO(text).toMillis() === Date.parse(text),
  );
/** Where order-api.md names a field without its type, and the bot only passes over it. */
const scalar = z.union([z.string(), z.number(), z.null()]).optional();

/** A reply of an order: the fields named are checked, further ones allowed. */
function ofOrder<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject({ order_id: z.string(), ...shape });
}

const rolesReply = z
  .looseObject({ user_id: z.string(), roles: z.array(z.string()) })
  .transform(({ roles }): readonly string[] => roles);

const statusReply = ofOrder({ status: z.string() }).transform(({ status }) => status);

const dependenciesReply = ofOrder({
  billing_hold: z.boolean(),
  shipment_status: z.string(),
}).transform(
  (reply): Dependencies => ({
    billingHold: reply.billing_hold,
    shipmentStatus: reply.shipment_status,
  }),
);

const metadataReply = ofOrder({
  created_at: instant,
  requires_business_hours: z.boolean().optional(),
  customer_id: scalar,
  total: scalar,
  currency: scalar,
}).transform(
  (reply): Metadata => ({
    createdAt: reply.created_at,
    requiresBusinessHours: reply.requires_business_hours ?? false,
  }),
);

const notificationsReply = ofOrder({
  notifications: z.array(z.looseObject({ type: z.string(), channel: scalar, sent_at: instant })),
}).transform(({ notifications }): readonly NotificationEntry[] =>
  notifications.map(({ type, sent_at }) => ({ type, sent_at })),
);

const auditLogReply = ofOrder({
  entries: z.array(z.looseObject({ event: z.string(), user_id: z.string(), timestamp: instant })),
}).transform(({ entries }): readonly AuditEntry[] => entries);

const postReply = ofOrder({ status: z.string(), cancellation_id: scalar });

const reader =
  <T>(reply: z.ZodType<T>): Read<T> =>
  (text, id) =>
    checkOf(parseJson(text), 'order_id', id, reply);

export const readRoles: Read<readonly string[]> = (text, id) =>
  checkOf(parseJson(text), 'user_id', id, rolesReply);
export const readStatus = reader(statusReply);
export const readDependencies = reader(dependenciesReply);
export const readMetadata = reader(metadataReply);
export const readNotifications = reader(notificationsReply);
/** The entries whole, long numbers with all their digits: CASE-REINSTATE is made from them. */
export const readAuditLog: Read<readonly AuditEntry[]> = (text, id) =>
  checkOf(parseJsonAsWritten(text, exceedsFloat), 'order_id', id, auditLogReply);
/** The words in a POST's reply conclude nothing: only that it is a reply, and of this order. */
export const readPostReply = reader(postReply);
