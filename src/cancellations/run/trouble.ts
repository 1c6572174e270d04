import { z } from 'zod';
import { failureCodeSchema } from '../../runbook/failures.js';

/** Epoch ms, by the database's clock. */
const time = z.number();

/** What is known of the order while a run is in trouble; said so, and nothing beyond it. */
export const knownSchema = z.enum([
  /** Every try was answered so: nothing was started. */
  'not_started',
  /** A try went unanswered, and nothing was seen to have started. */
  'not_seen',
  'processing',
  /** The order service took it, and failed it. */
  'failed',
  'unknown',
  'cancelled',
]);
export type Known = z.infer<typeof knownSchema>;

/** Runbook «Escalation Path»: a step failed for good as far as the bot can tell; a person decides. */
export const troubleSchema = z.object({
  /** Counts the run's troubles from 1: an escalation is one for each. */
  number: z.number().int(),
  /** 2: a block that people resolve, named in the card and the thread. 3: #order-ops is called. */
  level: z.union([z.literal(2), z.literal(3)]),
  code: failureCodeSchema,
  /** All that was found, for behind «Details». */
  detail: z.string(),
  /** What of it may stand in a channel. */
  inChannel: z.string().optional(),
  at: time,
  known: knownSchema,
  /** What the bot tried before it called a person, in our words: fit for a channel. */
  tried: z.array(z.string()),
  /** The `X-Request-ID` of the call that failed last, where there was one. */
  requestId: z.string().optional(),
  /**
   * How Retry and Check again go on: send with the same key, with a new one because this one is
   * spent, poll without sending, or ask the post-checks again.
   */
  goOn: z.enum(['send', 'send_anew', 'poll', 'verify']),
  /** Our POST was answered with a yes: whose cancellation it is need not be asked at its end. */
  accepted: z.boolean().optional(),
  /** It may still take effect: read on every 5 min until then. */
  readOnUntil: time.optional(),
});
export type Trouble = z.infer<typeof troubleSchema>;

/** product.md «Resolved by hand»: what a person says is true now, and the order service confirmed. */
export const resolutionSchema = z.object({
  truth: z.enum(['cancelled', 'not_cancelled']),
  note: z.string(),
  by: z.string(),
  at: time,
});
export type Resolution = z.infer<typeof resolutionSchema>;
