import type { Transaction } from 'kysely';
import { v4 as uuid } from 'uuid';
import type { Tables } from '../../storage/tables.js';
import { appendAudit, queueOnTrail } from '../audit.js';
import type { HistoryEntry } from '../run/history.js';
import type { Cancellation } from '../run/record.js';
import type { Woken } from '../woken.js';
import type { Calling } from './calling.js';
import { type Closing, type Entry, escalatedOf, type StandingTrouble } from './escalation.js';
import { eventOf } from './escalation-events.js';
import { newEscalation, withClosed, withEntry } from './escalation-moves.js';
import { readEscalation, readOpenEscalation, saveEscalation } from './escalation-rows.js';

/** A move of a run, inside its transaction. */
export interface Followed extends Calling {
  readonly before: Cancellation;
  readonly after: Cancellation;
  /** Epoch ms by the database's clock. */
  readonly at: number;
}

/**
 * Keeps the escalations as the run's row says: a new trouble of level 3 becomes an entry, one that
 * the run has left is closed, and the message is drawn anew where it would say something else.
 */
export async function followRun(trx: Transaction<Tables>, move: Followed): Promise<Woken> {
  const before = escalatedOf(move.before);
  const after = escalatedOf(move.after);
  const come = without(after, before);
  const left = without(before, after);
  // Its buttons carry the digest of the drawing: an older one would decide nothing.
  const isSaidAnew =
    before.length > 0 &&
    (move.before.state !== move.after.state || move.before.digest !== move.after.digest);
  if (come.length === 0 && left.length === 0 && !isSaidAnew) return { due: [], signals: [] };

  await queueOnTrail(trx);
  const woken: Woken[] = [];
  // First, so that a trouble in place of another stays in the same message.
  for (const trouble of come) woken.push(await call(trx, move, trouble));
  if (left.length > 0 || isSaidAnew) woken.push(...(await closeLeft(trx, move, left)));
  return {
    due: woken.flatMap(({ due }) => due),
    signals: woken.flatMap(({ signals }) => signals),
  };
}

function without(
  troubles: readonly StandingTrouble[],
  others: readonly StandingTrouble[],
): readonly StandingTrouble[] {
  const numbers = new Set(others.map(({ number }) => number));
  return troubles.filter(({ number }) => !numbers.has(number));
}

/** product.md «A storm»: more of a code while one is open are added to it, 40 lines a message. */
async function call(
  trx: Transaction<Tables>,
  move: Followed,
  { number, code, at }: StandingTrouble,
): Promise<Woken> {
  const { runId, orderId, requester } = move.after;
  const open = await readOpenEscalation(trx, code, { withRoom: true });
  const escalation = open ?? newEscalation({ escalationId: uuid(), code, openedAt: at });
  const line = { runId, trouble: number, orderId, requester: requester.slackId, at };
  const called = withEntry(escalation, line);
  const entry = { ...line, place: called.entries.length };
  await appendAudit(trx, move.at, [eventOf('escalated', called.escalationId, entry, { code })]);
  return saveEscalation(trx, open, called, move);
}

/** The run's open entries: those of a trouble that is over are closed, all are drawn anew. */
async function closeLeft(
  trx: Transaction<Tables>,
  move: Followed,
  left: readonly StandingTrouble[],
): Promise<readonly Woken[]> {
  const { runId } = move.after;
  const isOver = ({ runId: of, trouble }: Entry) =>
    of === runId && left.some(({ number }) => number === trouble);
  const rows = await trx
    .selectFrom('opsguide.escalated')
    .select('escalation_id')
    .distinct()
    .where('run_id', '=', runId)
    .where('closed_at', 'is', null)
    .execute();
  const closing = closingOf(move);
  const woken: Woken[] = [];
  for (const { escalation_id } of rows) {
    const escalation = await readEscalation(trx, escalation_id);
    if (!escalation) continue;
    const { escalation: after, over } = withClosed(escalation, isOver, closing);
    const events = over.map((entry) =>
      eventOf('escalation_closed', escalation_id, entry, { how: closing.how, actor: closing.by }),
    );
    await appendAudit(trx, move.at, events);
    woken.push(await saveEscalation(trx, escalation, after, move));
  }
  return woken;
}

const HOW: Partial<Record<HistoryEntry['event'], Closing>> = {
  going_on: 'retried',
  ticket_asked: 'retried',
  resolved_by_hand: 'resolved_by_hand',
  rolled_back: 'rolled_back',
  troubled: 'trouble_again',
};

/** How the run left its trouble, and by whom: what the move wrote into its history says it. */
function closingOf({ before, after, at }: Followed): NonNullable<Entry['closed']> {
  const line = after.history.slice(before.history.length).at(-1);
  const how = (line && HOW[line.event]) ?? 'by_itself';
  return { how, at, ...(line?.by && { by: line.by }) };
}
