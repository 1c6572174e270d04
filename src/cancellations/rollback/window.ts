import type { FailureCode } from '../../runbook/failures.js';
import type { Clock } from '../../storage/clock.js';
import { type Effect, isTicketDue, isWindowOpen, windowClock } from '../run/effect.js';
import type { Cancellation, In } from '../run/record.js';

/** A run that is cancelled, and at nothing that a rollback or a ticket would disturb. */
export type Cancelled = In<'verifying' | 'cancelled' | 'troubled' | 'resolved'> & {
  readonly effect: Effect;
};

/** Narrows to a run whose cancellation took effect and stands. */
export function isCancelled(run: Cancellation): run is Cancelled {
  switch (run.state) {
    case 'verifying':
    case 'cancelled':
      return true;
    case 'troubled':
    case 'resolved':
      return run.effect !== undefined;
    default:
      return false;
  }
}

/** Why a rollback may not begin; undefined if it may. `clockSkew` in ms. */
export function mayNotRollBack(
  run: Cancellation,
  clock: Clock,
  clockSkew: number,
): FailureCode | undefined {
  if (!isCancelled(run)) return 'decided';
  return isWindowOpen(run.effect, windowClock(clock, clockSkew)) ? undefined : 'window_closed';
}

/** Why no ticket may be asked for yet; undefined if it may. `clockSkew` in ms. */
export function mayNotOpenTicket(
  run: Cancellation,
  clock: Clock,
  clockSkew: number,
): FailureCode | undefined {
  if (!isCancelled(run)) return 'decided';
  return isTicketDue(run.effect, windowClock(clock, clockSkew)) ? undefined : 'window_open';
}
