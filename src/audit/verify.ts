import { type Kysely, sql } from 'kysely';
import type { Tables } from '../storage/tables.js';
import type { Finding } from './finding.js';
import type { NotedHead } from './heads.js';
import { Inspection, type Verified } from './inspection.js';
import { readTrail } from './read-trail.js';

/** What refuses a change, a removal and the emptying of the table (storage/migrations.ts). */
const GUARDS = ['append_only', 'never_emptied'];

/**
 * Reads the whole trail once, a batch at a time, and names what was tampered with. `heads` are those that
 * were noted elsewhere: what is cut off at the end, or written anew as a whole, only they can show.
 */
export async function verify(
  db: Kysely<Tables>,
  heads: readonly NotedHead[] = [],
): Promise<Verified> {
  const inspection = new Inspection(heads);
  for await (const entry of readTrail(db)) inspection.take(entry);
  const verified = inspection.end();
  const beside = [...(await unseenOf(db, verified)), ...(await unguardedOf(db))];
  return { ...verified, findings: [...verified.findings, ...beside] };
}

/** Two of one number may stand on both sides of a batch's end, and what has none is never met. */
async function unseenOf(
  db: Kysely<Tables>,
  { count, head }: Verified,
): Promise<readonly Finding[]> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from opsguide.audit
    where seq <= ${head.seq} or seq > ${Number.MAX_SAFE_INTEGER} or seq is null`.execute(db);
  const unseen = (rows[0]?.count ?? 0) - count;
  if (unseen <= 0) return [];
  const twice = await sql<{ seq: number }>`
    select seq from opsguide.audit where seq <= ${head.seq}
    group by seq having count(*) > 1 order by seq limit 1`.execute(db);
  const words = `${unseen} more under a number that is taken, or none`;
  return [{ seq: twice.rows[0]?.seq ?? 0, wrong: 'inserted', words }];
}

/** Nothing need have been changed yet: but it could be, and nobody would be refused. */
async function unguardedOf(db: Kysely<Tables>): Promise<readonly Finding[]> {
  const { rows } = await sql<{ tgname: string }>`
    select tgname from pg_trigger
    where tgrelid = 'opsguide.audit'::regclass and tgenabled in ('O', 'A')`.execute(db);
  return GUARDS.filter((guard) => rows.every(({ tgname }) => tgname !== guard)).map((guard) => ({
    ...{ seq: 0, wrong: 'unguarded' },
    words: `its trigger ${guard} is off or gone: the database would not refuse a change`,
  }));
}
