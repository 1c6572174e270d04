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
    'troubled',
  ]),
  /** Epoch ms */
  at: z.number(),
  by: z.string().optional(),
  code: failureCodeSchema.optional(),
  detail: z.string().optional(),
  /** Slack ids of the people who must be notified. */
  mentions: z.array(z.string()),
});
export type Milestone = z.infer<typeof milestoneSchema>;
