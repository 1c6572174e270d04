import type { Parts } from '../parts.js';
import type { Press, Refused } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';

/** Whether this person may roll back now: the role, and the window by the database's clock. */
export type MayRollBack =
  | { readonly kind: 'may'; readonly run: Cancellation; readonly windowEndsAt: number }
  | Refused;

export type RolledBack =
  /** The reinstatement is recorded and under way. */
  | { readonly kind: 'rolling_back'; readonly run: Cancellation }
  /** The order service allows no way back; nothing was sent, and the ticket is offered. */
  | { readonly kind: 'not_eligible'; readonly run: Cancellation; readonly detail: string }
  | Refused;

/** «Roll back» pressed: before the modal asks once more. */
export async function mayRollBack(_parts: Parts, _press: Press): Promise<MayRollBack> {
  throw new Error('not built');
}

/** The modal's submit: role and window once more, eligibility, then the key is recorded. */
export async function askRollback(_parts: Parts, _press: Press): Promise<RolledBack> {
  throw new Error('not built');
}
