import type { Assessment, Clear } from '../../runbook/assessment.js';
import type { Cancellation } from '../run/record.js';

/** What came of «Request cancellation». */
export type RequestOutcome =
  | { readonly kind: 'requested'; readonly run: Cancellation }
  | { readonly kind: 'live_run'; readonly holder: Cancellation }
  /** The order is no longer as the modal showed it: nothing was requested. */
  | { readonly kind: 'changed'; readonly assessment: Clear }
  | { readonly kind: 'blocked'; readonly assessment: Exclude<Assessment, { kind: 'clear' }> };
