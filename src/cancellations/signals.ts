import type { Cancellation } from './run/record.js';
import type { Signal } from './signal.js';

/** product.md 8: the requester is reminded this long before a confirm expires. ms */
const REMINDER = 2 * 60_000;
/** product.md «Still processing at the limit»: read on this often. ms */
export const READ_ON_EVERY = 5 * 60_000;

/**
 * design.md, rule 1: the row decides, the signal only wakes. What must be going on for a run as its
 * row stands, and nothing else is ever started for it. Waits are started late rather than asleep.
 */
export function signalsOf(run: Cancellation): readonly Signal[] {
  return [...ofState(run), ...ofWindow(run), ...ofTicket(run)];
}

function ofState(run: Cancellation): readonly Signal[] {
  const { runId, turn } = run;
  switch (run.state) {
    case 'awaiting_confirmation': {
      const { expiresAt, requestedAt } = run;
      const expire: Signal = {
        ...{ workflow: 'expireRequest', id: `${runId}:expire`, args: [runId], at: expiresAt },
      };
      const at = expiresAt - REMINDER;
      return at > requestedAt
        ? [expire, { workflow: 'remindRequester', id: `${runId}:remind`, args: [runId], at }]
        : [expire];
    }
    case 'executing':
    case 'processing':
    case 'verifying':
      return [{ workflow: 'cancelOrder', id: `${runId}:cancel:${turn}`, args: [runId] }];
    case 'rolling_back':
      return [{ workflow: 'rollBack', id: `${runId}:rollback:${turn}`, args: [runId] }];
    case 'troubled':
    case 'rollback_troubled': {
      const { number, at, readOnUntil } = run.trouble;
      if (readOnUntil === undefined) return [];
      return [{ ...readOnSignal(runId, number, 1), at: at + READ_ON_EVERY }];
    }
    default:
      return [];
  }
}

/** One look at what may still take effect, for the run's trouble of this number; the first is 1. */
export function readOnSignal(runId: string, trouble: number, look: number): Signal {
  const args = [runId, String(trouble), String(look)];
  return { workflow: 'readOn', id: `${runId}:read-on:${trouble}:${look}`, args };
}

function ofWindow(run: Cancellation): readonly Signal[] {
  if (!('effect' in run) || run.effect?.window !== 'open' || run.state === 'rolled_back') return [];
  const { runId, effect } = run;
  const at = effect.windowEndsAt;
  return [{ workflow: 'closeWindow', id: `${runId}:close-window`, args: [runId], at }];
}

function ofTicket(run: Cancellation): readonly Signal[] {
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  if (ticket?.state !== 'opening') return [];
  const id = `${ticket.ticketId}:deliver:${ticket.attempt}`;
  return [{ workflow: 'deliverTicket', id, args: [run.runId] }];
}

/** Those that `after` asks for and `before` did not. */
export function newSignals(before: Cancellation, after: Cancellation): readonly Signal[] {
  const known = new Set(signalsOf(before).map(({ id }) => id));
  return signalsOf(after).filter(({ id }) => !known.has(id));
}

/** From when on the run is looked after by the waker; undefined where nothing is asked for. */
export function wakeAt(run: Cancellation): number | undefined {
  const due = signalsOf(run).map(({ at = 0 }) => at);
  return due.length > 0 ? Math.min(...due) : undefined;
}
