import { z } from 'zod';
import { brokenGlassSchema } from './broken-glass.js';

export const personSchema = z.object({
  slackId: z.string(),
  /** The order service's id for the same person (`X-User-ID`). */
  userId: z.string(),
});
export type Person = z.infer<typeof personSchema>;

/** What will be sent, recorded before the first byte goes out, and always sent together. */
export const intentSchema = z.object({
  key: z.uuid(),
  body: z.object({ reason: z.string(), notes: z.string(), notify_stakeholders: z.boolean() }),
  actor: personSchema,
  /** Epoch ms, by the database's clock. */
  recordedAt: z.number(),
  /** The key was answered with a refusal, or its cancellation failed: it is never sent again. */
  spent: z.boolean().optional(),
  /** Tries with earlier keys that may still take effect: they were ours too. Epoch ms. */
  earlier: z.object({ since: z.number(), userIds: z.array(z.string()) }).optional(),
  /** Decided alone where a second person was needed. */
  brokenGlass: brokenGlassSchema.optional(),
});
export type Intent = z.infer<typeof intentSchema>;

/** The same for a reinstatement, whose body is the runbook's own and never varies. */
export const rollbackSchema = z.object({
  key: z.uuid(),
  actor: personSchema,
  recordedAt: z.number(),
  /** The order's status before the cancellation, as the confirming look found it. */
  formerStatus: z.string(),
});
export type Rollback = z.infer<typeof rollbackSchema>;

/**
 * product.md «Fine points»: for four eyes, the same Slack id or the same order-service id. An address
 * reaches the same mailbox however it is written.
 */
export function isSamePerson(one: Person, other: Person): boolean {
  const isSameId = one.userId.toLowerCase() === other.userId.toLowerCase();
  return one.slackId === other.slackId || isSameId;
}
