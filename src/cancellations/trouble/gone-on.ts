import type { Refused } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';

/** What came of «Retry» or «Check again». */
export type GoneOn =
  | { readonly kind: 'going_on'; readonly run: Cancellation }
  /** The card shows what is true now, a change or a block: it has to be pressed anew. */
  | { readonly kind: 'redrawn'; readonly run: Cancellation }
  | Refused;
