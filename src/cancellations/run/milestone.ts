import { z } from 'zod';
import { failureCodeSchema } from '../../runbook/failures.js';

/** One post in a run's thread (product.md «The way of one cancellation» 8). Recorded, then told. */
export const milestoneSchema = z.object({
  milestone: z.enum([
    'second_person_needed',
    'expiring',
    'expired',
    'discarded',
    'started',
    'processing',
    'cancelled',
    'verified',
    'refused',
    /** Level 2: named with what resolves it. */
    'blocked',
    /** Level 3: #order-ops was called. */
    'troubled',
    /** Retry or Check again goes on. */
    'going_on',
    /** Seen completed after the limit, without anybody's doing. */
    'completed_late',
    'resolved_by_hand',
    'rollback_started',
    /** Not eligible, or refused: the order stays cancelled. */
    'not_rolled_back',
    'rolled_back',
    'ticket_opened',
    'ticket_failed',
  ]),
  /** Epoch ms */
  at: z.number(),
  by: z.string().optional(),
  code: failureCodeSchema.optional(),
  detail: z.string().optional(),
  /** Decided without the second person who was needed: the glass was broken. */
  alone: z.boolean().optional(),
  /** Slack ids of the people who must be notified. */
  mentions: z.array(z.string()),
});
export type Milestone = z.infer<typeof milestoneSchema>;
