import { UnusableId } from './errors.js';

/**
 * An order id as a path segment. URL parsers resolve dot segments, so `.` and `..` would address
 * another resource; they and the empty id throw an UnusableId.
 */
export function orderSegment(orderId: string): string {
  return segment(orderId) ?? unusable('invalid_order_id');
}

/** A user id as a path segment and in `X-User-ID`: printable ASCII, which is all a header can hold. */
export function userSegment(userId: string): string {
  if (!/^[\x21-\x7e]+$/.test(userId)) unusable('unknown_person');
  return segment(userId) ?? unusable('unknown_person');
}

function segment(id: string): string | undefined {
  if (id === '' || id === '.' || id === '..') return undefined;
  // A lone surrogate has no percent-encoding: encodeURIComponent would throw.
  return /\p{Surrogate}/u.test(id) ? undefined : encodeURIComponent(id);
}

function unusable(code: 'invalid_order_id' | 'unknown_person'): never {
  throw new UnusableId(code);
}
