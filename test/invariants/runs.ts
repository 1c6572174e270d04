import { type Cancellation, isLive } from '../../src/cancellations/run/record.js';
import { firstBreak } from '../audit/first-break.js';
import type { Invariant } from './evidence.js';

/** The audit chain verifies, from its first entry to its last. */
export const chainVerifies: Invariant = ({ recorded }) => {
  const broken = firstBreak(recorded.trail);
  return broken === undefined ? [] : [{ what: `the audit trail breaks at entry ${broken}` }];
};

/** Every run ends, waits for a person who was asked, or is escalated. */
export const endsOrIsEscalated: Invariant = ({ recorded }) => {
  const escalated = new Set(
    recorded.escalated.filter(({ closed_at }) => closed_at === null).map(({ run_id }) => run_id),
  );
  return recorded.runs
    .filter((run) => isLive(run) && !isWithPeople(run) && !escalated.has(run.runId))
    .map(({ orderId, state }) => ({ orderId, what: `${state}, and nobody was called` }));
};

/** A card asks for a decision: the confirmation, or what resolves a block that it names. */
function isWithPeople(run: Cancellation): boolean {
  if (run.state === 'awaiting_confirmation') return true;
  return run.state === 'troubled' && run.trouble.level === 2;
}

/** At most one ticket for a run, under one id however often it was handed over. */
export const oneTicket: Invariant = ({ tickets, recorded }) => {
  const idsOf = new Map<string, Set<string>>();
  for (const { runId, ticketId } of tickets) {
    idsOf.set(runId, (idsOf.get(runId) ?? new Set()).add(ticketId));
  }
  return recorded.runs
    .filter(({ runId }) => (idsOf.get(runId)?.size ?? 0) > 1)
    .map(({ orderId }) => ({ orderId, what: 'more than one ticket' }));
};
