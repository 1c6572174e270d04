import { type Kysely, sql, type Transaction } from 'kysely';
import { type FailureCode, failureCodeSchema } from '../../runbook/failures.js';
import type { Tables } from '../../storage/tables.js';
import {
  addEscalationNote,
  addEscalationPost,
  escalationPostId,
  redrawPost,
  unlessWaiting,
} from '../telling/outbox.js';
import type { Woken } from '../woken.js';
import type { Calling } from './calling.js';
import {
  closingSchema,
  type Entry,
  type Escalation,
  type EscalationNote,
  LINES,
} from './escalation.js';
import { type Watched, watchesOf } from './watches.js';

type Head = Tables['opsguide.escalations'];
type Row = Tables['opsguide.escalated'];

/** The escalation with all its lines; undefined where there is none. */
export async function readEscalation(
  db: Kysely<Tables>,
  escalationId: string,
): Promise<Escalation | undefined> {
  const [found, rows] = await Promise.all([
    db
      .selectFrom('opsguide.escalations')
      .selectAll()
      .where('escalation_id', '=', escalationId)
      .executeTakeFirst(),
    db
      .selectFrom('opsguide.escalated')
      .selectAll()
      .where('escalation_id', '=', escalationId)
      .orderBy('place')
      .execute(),
  ]);
  return found && escalationOf(found, rows);
}

/** The escalation that these rows hold: its head, and its lines in their order. */
export function escalationOf(head: Head, rows: readonly Row[]): Escalation {
  return {
    ...{ ...watchedOf(head), openedAt: head.opened_at, isOpen: head.open },
    code: failureCodeSchema.parse(head.code),
    entries: rows.map(entryOf),
  };
}

/** What the open escalations wait for. Their lines are not read: one that cannot be stops no other. */
export async function readWatched(db: Kysely<Tables>): Promise<readonly Watched[]> {
  const rows = await db
    .selectFrom('opsguide.escalations')
    .select(['escalation_id', 'asked', 'unacknowledged_since', 'remind_at'])
    .where('open', '=', true)
    .execute();
  return rows.map(watchedOf);
}

/** An open escalation of this code; `withRoom` where it must take one line more. */
export async function readOpenEscalation(
  trx: Transaction<Tables>,
  code: FailureCode,
  { withRoom }: { readonly withRoom: boolean },
): Promise<Escalation | undefined> {
  const lines = sql<number>`(select count(*) from opsguide.escalated e
    where e.escalation_id = escalations.escalation_id)`;
  let query = trx
    .selectFrom('opsguide.escalations as escalations')
    .select('escalation_id')
    .where('code', '=', code)
    .where('open', '=', true);
  if (withRoom) query = query.where(lines, '<', LINES);
  const found = await query.orderBy('opened_at', 'desc').limit(1).executeTakeFirst();
  return found && readEscalation(trx, found.escalation_id);
}

/**
 * Writes what changed and wants the message told, or drawn anew. Gives what the escalation waits for
 * from now on and did not before. The caller holds the trail: one writer at a time.
 */
export async function saveEscalation(
  trx: Transaction<Tables>,
  before: Escalation | undefined,
  after: Escalation,
  { channel, ackTimeout }: Calling,
  notes: readonly EscalationNote[] = [],
): Promise<Woken> {
  const { escalationId } = after;
  const row = {
    ...{ open: after.isOpen, asked: after.asked },
    unacknowledged_since: after.unacknowledgedSince ?? null,
    remind_at: after.remindAt ?? null,
  };
  await trx
    .insertInto('opsguide.escalations')
    .values({ escalation_id: escalationId, code: after.code, opened_at: after.openedAt, ...row })
    .onConflict((conflict) => conflict.column('escalation_id').doUpdateSet(row))
    .execute();
  for (const entry of after.entries) {
    if (before?.entries.includes(entry)) continue;
    const line = rowOf(escalationId, entry);
    await trx
      .insertInto('opsguide.escalated')
      .values(line)
      .onConflict((conflict) => conflict.columns(['escalation_id', 'place']).doUpdateSet(line))
      .execute();
  }
  const due = before
    ? [...unlessWaiting(await redrawPost(trx, escalationPostId(escalationId)))]
    : [await addEscalationPost(trx, escalationId, channel)];
  for (const note of notes) {
    due.push(await addEscalationNote(trx, escalationId, channel, `${note.note}:${note.at}`, note));
  }
  const known = new Set(before && watchesOf(before, ackTimeout).map(({ id }) => id));
  return { due, signals: watchesOf(after, ackTimeout).filter(({ id }) => !known.has(id)) };
}

function watchedOf(
  row: Pick<Head, 'escalation_id' | 'asked' | 'unacknowledged_since' | 'remind_at'>,
): Watched {
  return {
    ...{ escalationId: row.escalation_id, asked: row.asked },
    unacknowledgedSince: row.unacknowledged_since ?? undefined,
    remindAt: row.remind_at ?? undefined,
  };
}

function entryOf(row: Row): Entry {
  const { place, run_id, trouble, order_id, requester, at } = row;
  const { acknowledged_by, acknowledged_at, closed_how, closed_at, closed_by } = row;
  return {
    ...{ place, orderId: order_id, requester, at },
    ...(run_id !== null && { runId: run_id }),
    ...(trouble !== null && { trouble }),
    ...(acknowledged_by !== null &&
      acknowledged_at !== null && { acknowledged: { by: acknowledged_by, at: acknowledged_at } }),
    ...(closed_at !== null && {
      closed: {
        ...{ how: closingSchema.parse(closed_how), at: closed_at },
        ...(closed_by !== null && { by: closed_by }),
      },
    }),
  };
}

function rowOf(escalationId: string, entry: Entry): Row {
  return {
    ...{ escalation_id: escalationId, place: entry.place, at: entry.at },
    ...{ run_id: entry.runId ?? null, trouble: entry.trouble ?? null },
    ...{ order_id: entry.orderId, requester: entry.requester },
    acknowledged_by: entry.acknowledged?.by ?? null,
    acknowledged_at: entry.acknowledged?.at ?? null,
    closed_at: entry.closed?.at ?? null,
    closed_how: entry.closed?.how ?? null,
    closed_by: entry.closed?.by ?? null,
  };
}
