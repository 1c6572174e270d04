import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import { appendAudit } from '../../src/cancellations/audit.js';
import type { Tables } from '../../src/storage/tables.js';
import { firstBreak } from '../audit/first-break.js';
import type { Log, Row } from './log.js';

/** What a process needs to go on, in an order in which no row speaks of a later one; by what sorted. */
const KEPT: Readonly<Record<string, string>> = {
  'opsguide.cancellations': 'run_id',
  'opsguide.attempts': 'idempotency_key, attempt',
  'opsguide.posts': 'seq',
  'opsguide.escalations': 'escalation_id',
  'opsguide.escalated': 'escalation_id, place',
  'opsguide.audit': 'seq',
  'dbos.workflow_status': 'created_at, workflow_uuid',
  'dbos.workflow_input': 'workflow_uuid',
  'dbos.operation_outputs': 'workflow_uuid, function_id',
};
const AUDIT = 'opsguide.audit';
/** Of workflows that have ended only the ids are needed, which are taken for good. */
const OF_OPEN_ONES = ['dbos.workflow_input', 'dbos.operation_outputs'];
const ENDED: ReadonlySet<unknown> = new Set(['SUCCESS', 'ERROR']);

/** All rows that a process has left and another one needs. */
export async function dumpRows(db: Kysely<Tables>): Promise<Log['tables']> {
  const tables: Record<string, Row[]> = {};
  for (const [table, order] of Object.entries(KEPT)) {
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(kept) as row
      from ${sql.table(table)} kept order by ${sql.raw(order)}`.execute(db);
    tables[table] = rows.map(({ row }) => withoutNulls(row));
  }
  const ended = new Set(
    tables['dbos.workflow_status']?.filter(({ status }) => ENDED.has(status)).map(idOf),
  );
  for (const table of OF_OPEN_ONES) {
    tables[table] = tables[table]?.filter((row) => !ended.has(idOf(row))) ?? [];
  }
  // Made anew where they are loaded, in the same order.
  for (const post of tables['opsguide.posts'] ?? []) delete post.seq;
  return tables;
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

function idOf({ workflow_uuid: id }: Row): unknown {
  return id;
}

/**
 * Loads a log's rows into a database that may have more tables and columns by now, and other logs'
 * rows. The audit trail is one chain: its entries are appended to what is there, by today's code.
 */
export async function loadRows(db: Kysely<Tables>, { tables }: Log): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of Object.keys(KEPT)) {
      const rows = tables[table] ?? [];
      if (table === AUDIT || rows.length === 0) continue;
      const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const columns = sql.join(names.map((name) => sql.ref(name)));
      await sql`insert into ${sql.table(table)} (${columns}) select ${columns}
        from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
        trx,
      );
    }
    for (const { at, event, run_id, order_id, actor, data } of auditOf(tables)) {
      await appendAudit(trx, at, [
        {
          ...{ event, data },
          ...(run_id !== null && { runId: run_id }),
          ...(order_id !== null && { orderId: order_id }),
          ...(actor !== null && { actor }),
        },
      ]);
    }
  });
}

const optional = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
const entrySchema = z.object({
  ...{ seq: z.number(), at: z.number(), event: z.string() },
  ...{ run_id: optional, order_id: optional, actor: optional },
  data: z.record(z.string(), z.unknown()),
  ...{ previous_hash: z.string(), hash: z.string() },
});

function auditOf(tables: Log['tables']) {
  return z.array(entrySchema).parse(tables[AUDIT]);
}

/** Where a recorded trail breaks, read by today's code; undefined where it verifies. */
export function breakOf({ tables }: Log): number | undefined {
  return firstBreak(auditOf(tables));
}
