import { z } from 'zod';
import { failureCodeSchema } from '../../runbook/failures.js';

/** What a run went through: a line of the card each, in this order. */
export const historySchema = z.object({
  event: z.enum([
    'requested',
    'changed',
    'blocked',
    'cleared',
    'confirmed',
    'discarded',
    'expired',
    'processing',
    'rate_limited',
    'retrying',
    'cancelled',
    'checked',
    'refused',
    'troubled',
    'going_on',
    'completed_late',
    'resolved_by_hand',
    'rollback_confirmed',
    'not_rolled_back',
    'rolled_back',
    'window_closed',
    'ticket_asked',
    'ticket_opened',
    'ticket_failed',
  ]),
  /** Epoch ms */
  at: z.number(),
  by: z.string().optional(),
  code: failureCodeSchema.optional(),
  /** Without the second person who was needed: the glass was broken. */
  alone: z.boolean().optional(),
});
export type HistoryEntry = z.infer<typeof historySchema>;

/** The same run with one line more. */
export function withHistory<T extends { readonly history: readonly HistoryEntry[] }>(
  run: T,
  entry: HistoryEntry,
): T {
  return { ...run, history: [...run.history, entry] };
}
