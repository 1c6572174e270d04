import type { Parts } from '../parts.js';
import type { Press, Refused } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';

export type GoneOn =
  | { readonly kind: 'going_on'; readonly run: Cancellation }
  /** The card shows what is true now, a change or a block: it has to be pressed anew. */
  | { readonly kind: 'redrawn'; readonly run: Cancellation }
  | Refused;

/** «Retry», and «Check again» in trouble: goes on from the step that failed. */
export async function goOn(_parts: Parts, _press: Press): Promise<GoneOn> {
  throw new Error('not built');
}
