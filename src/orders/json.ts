import type { z } from 'zod';

/** A reply as it was read, or where it breaks: a path in it, `(body)` for all of it. */
export type Parsed<T> =
  | { readonly good: true; readonly value: T }
  | { readonly good: false; readonly path: string };

/** Deeper replies mean nothing here, and would exhaust the stack of whoever walks them. */
const DEEPEST = 100;
/** The strings, numbers and brackets of a text that is known to be JSON. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[\]{}]/g;

/** Parses JSON of bounded depth. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(text) ? { good: true, value } : { good: false, path: '(body)' };
  } catch {
    return { good: false, path: '(body)' };
  }
}

/**
 * Parses JSON with its numbers as the strings in which they were written, where `keep` says so: a
 * float would turn `129.90` into 129.9, and lose digits of a long id.
 */
export function parseJsonAsWritten(
  text: string,
  keep: (literal: string) => boolean = () => true,
): Parsed<unknown> {
  const plain = parseJson(text);
  if (!plain.good) return plain;
  const written = text.replace(TOKEN, (token) =>
    /^[-\d]/.test(token) && keep(token) ? `"${token}"` : token,
  );
  return parseJson(written);
}

/** True for a number with more digits than a float can hold. */
export function exceedsFloat(literal: string): boolean {
  const digits = literal.replace(/[eE].*$/, '').replace(/\D/g, '');
  return digits.replace(/^0+/, '').length > 15 || !Number.isFinite(Number(literal));
}

/** Checks a parsed reply against its schema; the path is that of the first fault. */
export function check<T>(parsed: Parsed<unknown>, schema: z.ZodType<T>): Parsed<T> {
  if (!parsed.good) return parsed;
  const result = schema.safeParse(parsed.value);
  if (result.success) return { good: true, value: result.data };
  return { good: false, path: result.error.issues[0]?.path.join('.') || '(body)' };
}

/**
 * The same for a reply about the order or person `id`, which it names in `field`: another's is a bad one.
 * So the schema is one for all of them, and made once.
 */
export function checkOf<T>(
  parsed: Parsed<unknown>,
  field: 'order_id' | 'user_id',
  id: string,
  schema: z.ZodType<T>,
): Parsed<T> {
  const isAnothers =
    parsed.good && isObject(parsed.value) && Reflect.get(parsed.value, field) !== id;
  return isAnothers ? { good: false, path: field } : check(parsed, schema);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) return false;
  }
  return true;
}
