import { type Cancelled, isCancelled } from '../../cancellations/rollback/window.js';
import { type Cancellation, isBlocked } from '../../cancellations/run/record.js';
import type { Trouble } from '../../cancellations/run/trouble.js';

/** What may be pressed on a run. */
export type Offer =
  | 'confirm'
  | 'checkAgain'
  | 'discard'
  | 'retry'
  | 'resolve'
  | 'rollBack'
  | 'openTicket'
  | 'details';

/**
 * What a run offers in its present state, in the order of its buttons (product.md «The way of one
 * cancellation» 4 and 9, «Trouble»). Each press is asked again whether it may.
 */
export function offersOf(run: Cancellation): readonly Offer[] {
  switch (run.state) {
    case 'awaiting_confirmation':
      return [isBlocked(run) ? 'checkAgain' : 'confirm', 'discard', 'details'];
    case 'troubled':
      return [...ofTrouble(run.trouble), ...waysBack(run), 'details'];
    case 'rollback_troubled':
      return [again(run.trouble), 'resolve', 'details'];
    case 'verifying':
    case 'cancelled':
    case 'resolved':
      return [...ofTicket(run), ...waysBack(run), 'details'];
    default:
      return ['details'];
  }
}

function again({ level }: Trouble): Offer {
  return level === 2 ? 'checkAgain' : 'retry';
}

/** A block that people resolve, before which nothing was started, may be left at that. */
function ofTrouble(trouble: Trouble): readonly Offer[] {
  const { level, known } = trouble;
  const isUndone = level === 2 && known === 'not_started';
  return [again(trouble), isUndone ? 'discard' : 'resolve'];
}

function ofTicket(run: Cancellation): readonly Offer[] {
  return isCancelled(run) && run.effect.ticket?.state === 'failed' ? ['retry', 'resolve'] : [];
}

/** Runbook «Rollback Procedure»: within the window by the bot, else by a ticket, which is made once. */
function waysBack(run: Cancellation): readonly Offer[] {
  if (!isCancelled(run)) return [];
  if (mayRollBack(run)) return ['rollBack'];
  return run.effect.ticket ? [] : ['openTicket'];
}

function mayRollBack({ effect }: Cancelled): boolean {
  return effect.window === 'open' && effect.notRolledBack?.code !== 'not_eligible';
}
