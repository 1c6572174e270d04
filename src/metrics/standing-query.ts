import { type Kysely, sql } from 'kysely';
import { isUnanswered } from '../cancellations/trouble/escalation.js';
import type { Tables } from '../storage/tables.js';

/** What the database holds just now, the same on every replica. Ages in s, by its own clock. */
export interface StandingWork {
  readonly liveRuns: ReadonlyMap<string, number>;
  readonly escalations: ReadonlyMap<EscalationStanding, { count: number; oldest: number }>;
  readonly escalatedTroubles: number;
  readonly postsWaiting: number;
  readonly oldestPost: number;
  readonly auditHead: number;
}

/** `waiting` for somebody to acknowledge; `unanswered`: asked as often as it may be. */
export type EscalationStanding = 'waiting' | 'unanswered' | 'acknowledged';

/** The age is looked for among so many of the waiting posts, the oldest messages first. */
const POSTS_LOOKED_AT = 1_000;

/** Three statements, each by an index that holds nothing but what it counts. */
export async function readStandingWork(db: Kysely<Tables>): Promise<StandingWork> {
  const runs = await db
    .selectFrom('opsguide.cancellations')
    .select(({ fn }) => ['state', fn.countAll<string | number>().as('count')])
    .where('live', '=', true)
    .groupBy('state')
    .execute();
  const open = await db
    .selectFrom('opsguide.escalations')
    .select(['opened_at', 'asked', 'unacknowledged_since'])
    .where('open', '=', true)
    .execute();
  const { rows } = await sql<Record<string, string | number | null>>`
    select
      floor(extract(epoch from clock_timestamp()) * 1000) as now,
      (select max(seq) from opsguide.audit) as audit_head,
      (select count(*) from opsguide.escalated where closed_at is null) as escalated,
      (select count(*) from opsguide.posts where posted < wanted) as waiting,
      (select min(telling.created_at)
        from (select post_id, posted from opsguide.posts where posted < wanted
          order by seq limit ${POSTS_LOOKED_AT}) as post
        join dbos.workflow_status as telling
          on telling.workflow_uuid = post.post_id || ':' || (post.posted + 1)) as since`.execute(
    db,
  );
  const { now, audit_head, escalated, waiting, since } = rows[0] ?? {};
  const age = (at: number) => Math.max(0, Number(now) - at) / 1_000;
  const escalations = new Map<EscalationStanding, { count: number; oldest: number }>();
  for (const row of open) {
    const standing = standingOf(row);
    const { count = 0, oldest = 0 } = escalations.get(standing) ?? {};
    escalations.set(standing, {
      count: count + 1,
      oldest: Math.max(oldest, age(row.opened_at)),
    });
  }
  return {
    liveRuns: new Map(runs.map(({ state, count }) => [state, Number(count)])),
    escalations,
    escalatedTroubles: Number(escalated),
    postsWaiting: Number(waiting),
    oldestPost: since === null || since === undefined ? 0 : age(Number(since)),
    auditHead: Number(audit_head ?? 0),
  };
}

function standingOf(row: {
  readonly asked: number;
  readonly unacknowledged_since: number | null;
}): EscalationStanding {
  if (row.unacknowledged_since === null) return 'acknowledged';
  return isUnanswered({ asked: row.asked }) ? 'unanswered' : 'waiting';
}
