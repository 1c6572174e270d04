import type { Cancellation } from '../../cancellations/run/record.js';
import type { Trouble } from '../../cancellations/run/trouble.js';
import type { Entry } from '../../cancellations/trouble/escalation.js';
import type { Deed } from './trouble.js';

/** What an entry of an escalation is about, for as long as it stands: with the key that it sends. */
export type Standing =
  | { readonly of: Deed; readonly key: string; readonly trouble: Trouble }
  /** Its key is the ticket's id. */
  | { readonly of: 'ticket'; readonly key: string; readonly tried: readonly string[] };

/** Undefined once the run has left that trouble. */
export function standingOf(run: Cancellation, { trouble: number }: Entry): Standing | undefined {
  return [...ofState(run), ...ofTicket(run, number)].find(
    (one) => one.of === 'ticket' || one.trouble.number === number,
  );
}

function ofState(run: Cancellation): readonly Standing[] {
  switch (run.state) {
    case 'troubled':
      return [{ of: 'cancellation', key: run.intent.key, trouble: run.trouble }];
    case 'rolling_back':
      return ofCancellation(run);
    case 'rollback_troubled':
      return [
        ...ofCancellation(run),
        { of: 'rollback', key: run.rollback.key, trouble: run.trouble },
      ];
    default:
      return [];
  }
}

/** A trouble from before a rollback stands until the order is back. */
function ofCancellation({
  intent,
  before,
}: Extract<Cancellation, { readonly before: unknown }>): readonly Standing[] {
  return before.state === 'troubled'
    ? [{ of: 'cancellation', key: intent.key, trouble: before.trouble }]
    : [];
}

function ofTicket(run: Cancellation, number: number | undefined): readonly Standing[] {
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  return ticket?.state === 'failed' && ticket.number === number
    ? [{ of: 'ticket', key: ticket.ticketId, tried: ticket.tried }]
    : [];
}
