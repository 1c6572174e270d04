import { z } from 'zod';
import { cancellationSchema } from '../../src/cancellations/run/record.js';

/** What stands in the bot's own tables. */
export const recordedSchema = z.object({
  runs: z.array(z.object({ record: cancellationSchema }).transform(({ record }) => record)),
  trail: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      run_id: z.string().nullable(),
      order_id: z.string().nullable(),
      event: z.string(),
      actor: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
      previous_hash: z.string(),
      hash: z.string(),
    }),
  ),
  posts: z.array(
    z.object({
      post_id: z.string(),
      about: z.string(),
      kind: z.string(),
      channel: z.string(),
      wanted: z.number(),
      posted: z.number(),
      ts: z.string().nullable(),
    }),
  ),
  escalated: z.array(
    z.object({
      escalation_id: z.string(),
      run_id: z.string().nullable(),
      order_id: z.string(),
      closed_at: z.number().nullable(),
    }),
  ),
});
export type Recorded = z.infer<typeof recordedSchema>;
