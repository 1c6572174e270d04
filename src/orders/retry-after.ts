import { DateTime } from 'luxon';

/** A wrong figure must not become a wait that no timer or column can hold. */
const LONGEST = 24 * 60 * 60 * 1000;

/**
 * `Retry-After` in ms: seconds or an HTTP date, at most a day, 0 for a date that is past. Undefined
 * where it is absent or neither. `at` is epoch ms.
 */
export function parseRetryAfter(header: string, at: number): number | undefined {
  const value = header.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, LONGEST);
  const date = DateTime.fromHTTP(value);
  if (!date.isValid) return undefined;
  return Math.min(Math.max(0, date.toMillis() - at), LONGEST);
}
