import { DateTime } from 'luxon';
import type { Engine } from '../../engine/engine.js';
import type { Sent } from '../../runbook/audit-log.js';
import { originalOrder } from '../../runbook/original-order.js';
import { expectation, type Pace, paceOf } from '../execution/errand.js';
import type { Parts } from '../parts.js';
import type { Cancellation } from '../run/record.js';
import { handOver } from './hand-over.js';
import { piecesOf } from './pieces.js';
import { readAuditLog } from './read-audit-log.js';
import type { TicketBody } from './ticket-desk.js';
import { ticketFailed, ticketOpened } from './ticket-moves.js';

/** What one delivery is about; the settings as they were when it began. */
interface Delivering {
  readonly orderId: string;
  readonly ticketId: string;
  readonly attempt: number;
  /** Order-service user ids. */
  readonly asker: string;
  readonly requestedBy: string;
  readonly cancelledBy: string;
  /** Epoch ms */
  readonly cancelledAt: number;
  readonly link: string | null;
  /** What shows the cancellation to be ours. */
  readonly sent: Sent;
  /** To TICKET_WEBHOOK_URL, else to #order-ops. */
  readonly toDesk: boolean;
  readonly pace: Pace;
}

/**
 * Runbook «After 2 hours»: reads the original order from the audit log and delivers the ticket, to
 * #order-ops or to the desk, under one id however often it takes. Its failure is escalated.
 */
export async function deliverTicket(engine: Engine, parts: Parts, runId: string): Promise<void> {
  const ticket = await engine.step('read the ticket', () => deliveringOf(parts, runId));
  if (!ticket) return;
  const read = await readAuditLog(engine, parts, ticket);
  if (!read.read) return recordFailed(engine, parts, runId, ticket, read.why, read.tried);
  const { sent, cancelledAt: seenAt } = ticket;
  const original = originalOrder(read.auditLog, { sent, seenAt });
  if (!ticket.toDesk) {
    return recordOpened(engine, parts, runId, ticket, piecesOf(original));
  }
  const handed = await handOver(engine, parts, bodyOf(runId, ticket, original), ticket.pace);
  return handed.kind === 'delivered'
    ? recordOpened(engine, parts, runId, ticket)
    : recordFailed(engine, parts, runId, ticket, handed.why, handed.tried);
}

async function deliveringOf(parts: Parts, runId: string): Promise<Delivering | null> {
  const run = await parts.records.find(runId);
  const effect = run && 'effect' in run ? run.effect : undefined;
  if (!run || !('intent' in run) || effect?.ticket?.state !== 'opening') return null;
  const { ticketId, attempt, by } = effect.ticket;
  return {
    ...{ orderId: run.orderId, ticketId, attempt, asker: by.userId },
    requestedBy: run.requester.userId,
    cancelledBy: run.intent.actor.userId,
    cancelledAt: effect.cancelledAt,
    link: (await parts.publicLink(runId)) ?? null,
    sent: expectation(run, parts.policy),
    toDesk: parts.ticketDesk !== undefined,
    pace: paceOf(parts.policy),
  };
}

function bodyOf(runId: string, ticket: Delivering, original: unknown): TicketBody {
  return {
    ticket_id: ticket.ticketId,
    template: 'CASE-REINSTATE',
    order_id: ticket.orderId,
    run_id: runId,
    requested_by: ticket.requestedBy,
    cancelled_by: ticket.cancelledBy,
    cancelled_at: DateTime.fromMillis(ticket.cancelledAt, { zone: 'utc' }).toISO() ?? '',
    original_order: original,
    link: ticket.link,
  };
}

type Named = Pick<Delivering, 'ticketId' | 'attempt'>;

async function recordOpened(
  engine: Engine,
  { records }: Parts,
  runId: string,
  ticket: Named,
  pieces?: readonly string[],
): Promise<void> {
  await engine.step('record that it is open', async () => {
    await records.move(runId, (run, at) =>
      isAt(run, ticket) ? ticketOpened(run, at, pieces) : undefined,
    );
    return null;
  });
}

async function recordFailed(
  engine: Engine,
  { records, log }: Parts,
  runId: string,
  ticket: Named & Pick<Delivering, 'orderId'>,
  detail: string,
  tried: readonly string[],
): Promise<void> {
  await engine.step('record that it failed', async () => {
    await records.move(runId, (run, at) => {
      if (!isAt(run, ticket)) return undefined;
      const { ticketId, orderId } = ticket;
      log.warn({ run: runId, order: orderId, code: 'ticket_undelivered', ticketId }, 'no ticket');
      return ticketFailed(run, at, detail, tried);
    });
    return null;
  });
}

/** Whether the run still stands at this delivery. */
function isAt(run: Cancellation, { ticketId, attempt }: Named): boolean {
  const ticket = 'effect' in run ? run.effect?.ticket : undefined;
  return ticket?.state === 'opening' && ticket.ticketId === ticketId && ticket.attempt === attempt;
}
