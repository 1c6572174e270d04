import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import type { Parts } from '../parts.js';
import { readRole } from '../request/look.js';
import { type Press, type Refused, refusePress } from '../request/second-look.js';
import { mayNotOpenTicket } from '../rollback/window.js';
import type { Ticket } from '../run/effect.js';
import { withHistory } from '../run/history.js';
import type { Cancellation } from '../run/record.js';
import type { Move } from '../run/records.js';

export type TicketOpened =
  /** `isNew`: this press made it; else it was there already. */
  | {
      readonly kind: 'ticket';
      readonly run: Cancellation;
      readonly ticketId: string;
      readonly isNew: boolean;
    }
  | Refused;

/** «Open CASE-REINSTATE ticket»: made once however often and by however many it is asked. */
export async function openTicket(parts: Parts, press: Press): Promise<TicketOpened> {
  const refused = await notEntitled(parts, press);
  if (refused) return refused;
  let code: FailureCode | undefined;
  let isNew = false;
  const ticketId = uuid();
  const run = await parts.records.move(press.runId, (now, at, clock) => {
    if (ticketOf(now)) return undefined;
    code = mayNotOpenTicket(now, clock, parts.policy.clockSkew);
    if (code) return undefined;
    isNew = true;
    const by = press.person;
    return asked(now, { state: 'opening', ticketId, by, at, attempt: 1 }, press, at);
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const ticket = ticketOf(run);
  if (ticket) return { kind: 'ticket', run, ticketId: ticket.ticketId, isNew };
  return refusePress(parts, press, run, code ?? 'decided');
}

/** «Retry» of a ticket that could not be delivered: once more, under the same ticket id. */
export async function retryTicket(
  parts: Parts,
  press: Press,
): Promise<{ readonly kind: 'going_on'; readonly run: Cancellation } | Refused> {
  const refused = await notEntitled(parts, press);
  if (refused) return refused;
  let isLate = true;
  const run = await parts.records.move(press.runId, (now, at) => {
    const ticket = ticketOf(now);
    isLate = ticket?.state !== 'failed';
    if (ticket?.state !== 'failed') return undefined;
    const { ticketId, by, at: askedAt, attempt } = ticket;
    const again = { state: 'opening', ticketId, by, at: askedAt, attempt: attempt + 1 } as const;
    return asked(now, again, press, at);
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  return isLate ? refusePress(parts, press, run, 'not_in_trouble') : { kind: 'going_on', run };
}

async function notEntitled(parts: Parts, press: Press): Promise<Refused | undefined> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const role = await readRole(parts, press.person);
  if (role.word === 'passed') return undefined;
  await refusePress(parts, press, run, role.code);
  return { kind: 'refused', code: role.code, detail: role.found };
}

function ticketOf(run: Cancellation): Ticket | undefined {
  return 'effect' in run ? run.effect?.ticket : undefined;
}

/** Recorded before anything goes out; its delivery is started by the row. */
function asked(
  run: Cancellation,
  ticket: Extract<Ticket, { state: 'opening' }>,
  { person }: Press,
  at: number,
): Move | undefined {
  if (!('effect' in run) || !run.effect) return undefined;
  const { runId, orderId } = run;
  const { ticketId, attempt } = ticket;
  const by = person.slackId;
  return {
    run: withHistory(
      { ...run, effect: { ...run.effect, ticket } },
      { event: 'ticket_asked', at, by },
    ),
    audit: [{ event: 'ticket_asked', runId, orderId, actor: by, data: { ticketId, attempt } }],
  };
}
