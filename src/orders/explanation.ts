import { z } from 'zod';
import type { Body } from './body.js';
import { parseJson } from './json.js';
import { bounded } from './text.js';

const LONGEST = 200;
/** Beyond this nothing of a text is looked at, so that no body can keep the patterns busy. */
const LOOKED_AT = 2000;
const LINK = /[a-z][a-z0-9+.-]{0,20}:\/\/\S+|\/api\/\S+/gi;
const EMAIL = /[^\s"'<>()]+(?:@|%40)[^\s"'<>()]+/gi;

const said = z.looseObject({ code: z.string().optional(), message: z.string().optional() });
const errorBody = z.union([
  z.looseObject({ error: z.union([said, z.string()]) }).transform(({ error }) => error),
  said.refine(({ message }) => message !== undefined),
]);

/** What an error's body says: its stable word, and a line for a person. */
export interface Explanation {
  readonly code: string;
  /** At most 200 characters, without the token, addresses and links; '' where there is nothing. */
  readonly text: string;
}

/** Reads `{ error: { code, message } }` or any other body; it explains, the status decides. */
export function explain(body: Body, token: string): Explanation {
  if (body.kind !== 'text') return { code: '', text: '' };
  const parsed = parseJson(body.text);
  const known = parsed.good ? errorBody.safeParse(parsed.value) : undefined;
  if (!known?.success) {
    // A page of HTML says nothing to a person.
    return { code: '', text: /^\s*</.test(body.text) ? '' : presentable(body.text, token) };
  }
  const error = known.data;
  if (typeof error === 'string') return { code: '', text: presentable(error, token) };
  return { code: error.code ?? '', text: presentable(error.message ?? error.code ?? '', token) };
}

/** A text of the service's, fit for a message: one line, bounded, with nothing private in it. */
export function presentable(text: string, token: string): string {
  const safe = text.replaceAll(token, '…').replaceAll(encodeURIComponent(token), '…');
  const line = safe
    .slice(0, LOOKED_AT)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(LINK, '(link)')
    .replace(EMAIL, '(address)');
  return bounded(line.trim(), LONGEST);
}
