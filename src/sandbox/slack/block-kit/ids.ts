import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const LONGEST_ID = 255;

/** `callback_id`, `external_id`: at most 255 characters. */
export const optionalId = z.string().max(LONGEST_ID).optional();

/** `block_id` and `action_id`: 1 to 255 characters; like Slack, makes one up where none is given. */
export const idOrGenerated = z
  .string()
  .min(1)
  .max(LONGEST_ID)
  .default(() => randomBytes(4).toString('hex'));
