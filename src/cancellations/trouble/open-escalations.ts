import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../storage/tables.js';
import type { Escalation } from './escalation.js';
import { escalationOf } from './escalation-rows.js';

/** How many escalations are open. */
export async function countOpenEscalations(db: Kysely<Tables>): Promise<number> {
  const { all } = await db
    .selectFrom('opsguide.escalations')
    .where(sql<boolean>`open`)
    .select(({ fn }) => fn.countAll<string | number>().as('all'))
    .executeTakeFirstOrThrow();
  return Number(all);
}

/** So many of the open ones after so many, those first that nobody acknowledged, the oldest first. */
export async function readOpenEscalations(
  db: Kysely<Tables>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly Escalation[]> {
  if (limit <= 0) return [];
  const heads = await db
    .selectFrom('opsguide.escalations')
    .selectAll()
    .where(sql<boolean>`open`)
    .orderBy(sql`unacknowledged_since is null`)
    .orderBy('opened_at')
    .orderBy('escalation_id')
    .offset(offset)
    .limit(limit)
    .execute();
  const ids = heads.map(({ escalation_id }) => escalation_id);
  const lines = await db
    .selectFrom('opsguide.escalated')
    .selectAll()
    .where(sql<boolean>`escalation_id = any(${ids}::uuid[])`)
    .orderBy('place')
    .execute();
  return heads.map((head) =>
    escalationOf(
      head,
      lines.filter(({ escalation_id }) => escalation_id === head.escalation_id),
    ),
  );
}
