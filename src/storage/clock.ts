import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.js';

/** The database's clock, and the newest time it ever recorded. Epoch ms. */
export interface Clock {
  readonly now: number;
  readonly newest: number;
}

/** The database's clock decides, whatever the replicas' own say. */
export async function databaseClock(trx: Transaction<Tables>): Promise<Clock> {
  const { rows } = await sql<{ now: string | number; newest: number | null }>`
    select floor(extract(epoch from clock_timestamp()) * 1000) as now,
      (select max(at) from opsguide.audit) as newest`.execute(trx);
  const now = Number(rows[0]?.now);
  return { now, newest: rows[0]?.newest ?? now };
}
