import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { type Entry, entryHash, GENESIS } from '../../src/audit/chain.js';
import { appendAudit } from '../../src/cancellations/audit.js';
import type { Tables } from '../../src/storage/tables.js';
import { emptyDatabase } from '../cancellations/database.js';

export const NOON = Date.UTC(2024, 11, 2, 12);
export const RUN = '3b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
export const OTHER_RUN = '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
/** How many entries the trail of the tests has. */
export const LENGTH = 10;

type Trx = Transaction<Tables>;

let db: Kysely<Tables>;

/** A trail of LENGTH entries that was written by the bot's own code. */
export function useTrail(): void {
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await emptyDatabase());
    await db.transaction().execute((trx) => append(trx, LENGTH));
  });
  afterAll(() => close());
}

/** So many entries more, in turn of two runs. */
export async function append(trx: Trx, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => {
    const [runId, orderId] = n % 2 === 0 ? [RUN, 'ORD-1001'] : [OTHER_RUN, 'ORD-1002'];
    return { event: 'noted', runId, orderId, actor: 'U0ADA', data: { n, a: { b: [n] } } };
  });
  await appendAudit(trx, NOON, events);
}

/**
 * What the table's owner can do: in a transaction that is taken back, with the triggers off for as long
 * as the tampering takes. Gives what was found afterwards.
 */
export async function tampered<T>(
  tamper: (trx: Trx) => Promise<void>,
  find: (trx: Trx) => Promise<T>,
): Promise<T> {
  const trx = await db.startTransaction().execute();
  try {
    await sql`alter table opsguide.audit disable trigger user`.execute(trx);
    await tamper(trx);
    await sql`alter table opsguide.audit
      enable always trigger append_only, enable always trigger never_emptied`.execute(trx);
    return await find(trx);
  } finally {
    await trx.rollback().execute();
  }
}

/** One statement on the table. */
export const doing = (statement: string) => async (trx: Trx) => {
  for (const one of statement.split(';')) await sql.raw(one).execute(trx);
};

export function entriesOf(trx: Kysely<Tables>): Promise<readonly Entry[]> {
  return trx.selectFrom('opsguide.audit').selectAll().orderBy('seq').execute();
}

/** Writes these entries anew, each following the one before it, and with a hash that fits. */
export async function relink(trx: Trx, from = 1, to = Number.MAX_SAFE_INTEGER): Promise<void> {
  const entries = await entriesOf(trx);
  let previous = entries.findLast(({ seq }) => seq < from)?.hash ?? GENESIS;
  for (const entry of entries) {
    if (entry.seq < from || entry.seq > to) continue;
    const hash = entryHash(previous, entry);
    await trx
      .updateTable('opsguide.audit')
      .set({ previous_hash: previous, hash })
      .where('seq', '=', entry.seq)
      .execute();
    previous = hash;
  }
}
