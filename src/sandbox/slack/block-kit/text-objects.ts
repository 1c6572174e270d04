import { z } from 'zod';

/** A `plain_text` object of 1 to `longest` characters. */
export const plainText = (longest: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(longest),
    emoji: z.boolean().optional(),
  });

/** A `mrkdwn` object of 1 to `longest` characters. */
const mrkdwn = (longest: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(longest),
    verbatim: z.boolean().optional(),
  });

/** A text object of either kind, of 1 to `longest` characters. */
export const anyText = (longest: number) =>
  z.discriminatedUnion('type', [plainText(longest), mrkdwn(longest)]);

/** A text object of either kind. */
export type TextObject = z.infer<ReturnType<typeof anyText>>;
