import { z } from 'zod';

/** An argument that is a JSON value in a JSON body, and JSON text in a form. */
export const json = z.unknown().transform((value, context) => {
  if (typeof value !== 'string') return value;
  try {
    return z.unknown().parse(JSON.parse(value));
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});

/** A yes or no; forms carry it as text. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', '1']).transform(() => true),
  z.enum(['false', '0']).transform(() => false),
]);

/** A message's `ts`. A number is refused: it loses the last digits. */
export const timestamp = z.string();

/** Arguments about the look of links, accepted and without effect here. */
export const withoutEffect = {
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
  mrkdwn: flag.optional(),
  link_names: flag.optional(),
  parse: z.string().optional(),
  metadata: json.optional(),
};
