import { z } from 'zod';

/** What is wrong with a setting's value, to be read after the setting's name. */
export class Problem {
  constructor(readonly text: string) {}
}

/** A setting that `read` makes of its text. Unset, it is a fault unless it is given a default. */
export function field<Value>(read: (text: string) => Value | Problem) {
  return z.string({ error: 'is not set' }).transform((text, context): Value => {
    const value = read(text);
    if (!(value instanceof Problem)) return value;
    context.addIssue({ code: 'custom', message: value.text });
    return z.NEVER;
  });
}

/**
 * A value as a fault may show it: bounded, on one line. For settings that hold no secret; a Slack
 * token that slipped into the wrong line is still not shown.
 */
export function shown(text: string): string {
  if (/xox|xapp-/i.test(text)) return 'a Slack token';
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
