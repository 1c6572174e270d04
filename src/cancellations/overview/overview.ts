import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../storage/tables.js';
import type { Person } from '../run/intent.js';
import { reads } from '../run/reads.js';
import type { Cancellation } from '../run/record.js';
import type { Escalation } from '../trouble/escalation.js';
import { countOpenEscalations, readOpenEscalations } from '../trouble/open-escalations.js';

/** Which entries of a list are asked for: so many, after so many. */
export interface Slice {
  readonly offset: number;
  readonly limit: number;
}

/** A list that is read a piece at a time. */
export interface List<Entry> {
  count(): Promise<number>;
  some(slice: Slice): Promise<readonly Entry[]>;
}

/** How many of one's own ended runs are still listed. */
export const RECENT = 20;

/** As the index `waiting_runs` has them, less those that are blocked: these can't be confirmed. */
const CONFIRMABLE = sql<boolean>`state = 'awaiting_confirmation'
  and not record @? '$.verdicts[*] ? (@.word == "blocked")'`;

/** product.md «Confirm»: where a second person must, not the requester, under either id. */
function mayConfirm({ slackId, userId }: Person) {
  return sql<boolean>`(record ->> 'secondPerson' = 'false'
    or (requester <> ${slackId} and record #>> '{requester,userId}' <> ${userId}))`;
}

const WINDOW_ENDS_AT = sql<number>`(record #>> '{effect,windowEndsAt}')::float8`;

/** As the index `open_windows` has them, less those for which «Roll back» is offered no more. */
const MAY_ROLL_BACK = sql<boolean>`state in ('verifying', 'cancelled', 'troubled', 'resolved')
  and record #>> '{effect,window}' = 'open'
  and record #>> '{effect,notRolledBack,code}' is distinct from 'not_eligible'
  and ${WINDOW_ENDS_AT} > extract(epoch from clock_timestamp()) * 1000`;

/**
 * What goes on, as it concerns a person: each list read a piece at a time and by an index of its own,
 * for nearly all runs ended long ago. A run that cannot be read is left out, and told to `unreadable`.
 */
export function overview(db: Kysely<Tables>, unreadable: (runId: string, error: unknown) => void) {
  const runs = () => db.selectFrom('opsguide.cancellations');
  const ofRequester = (slackId: string, live: boolean) =>
    runs()
      .where('requester', '=', slackId)
      .where(live ? sql<boolean>`live` : sql<boolean>`not live`);

  async function read(
    query: ReturnType<typeof runs>,
    { offset, limit }: Slice,
  ): Promise<readonly Cancellation[]> {
    if (limit <= 0) return [];
    const rows = await query.select('run_id').offset(offset).limit(limit).execute();
    const ids = rows.map(({ run_id }) => run_id);
    const found = await reads(db).findEach(ids, unreadable);
    const byId = new Map(found.map((run) => [run.runId, run]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    /** Requests that this person may confirm, those first that wait longest. */
    waiting(person: Person): List<Cancellation> {
      const query = () => runs().where(CONFIRMABLE).where(mayConfirm(person));
      return {
        count: () => countOf(query()),
        some: (slice) => read(query().orderBy('requested_at').orderBy('run_id'), slice),
      };
    },

    /** A person's own runs: the live ones, then `RECENT` that ended; the newest of each first. */
    own(slackId: string): List<Cancellation> {
      const live = () => ofRequester(slackId, true);
      const ended = () => ofRequester(slackId, false);
      const newest = (query: ReturnType<typeof runs>) =>
        query.orderBy('requested_at', 'desc').orderBy('run_id');
      const some = async ({ offset, limit }: Slice) => {
        const alive = await countOf(live());
        const first = await read(newest(live()), { offset, limit });
        const from = Math.max(0, offset - alive);
        const left = Math.min(limit - first.length, RECENT - from);
        return [...first, ...(await read(newest(ended()), { offset: from, limit: left }))];
      };
      return {
        count: async () =>
          (await countOf(live())) + (await countOf(ended().select('run_id').limit(RECENT))),
        some,
      };
    },

    /** Runs that can still be rolled back, those first whose window closes first. */
    windows(): List<Cancellation> {
      const query = () => runs().where(MAY_ROLL_BACK);
      return {
        count: () => countOf(query()),
        some: (slice) => read(query().orderBy(WINDOW_ENDS_AT).orderBy('run_id'), slice),
      };
    },

    /** Open escalations: those first that nobody acknowledged, and the oldest of them. */
    escalations(): List<Escalation> {
      return {
        count: () => countOpenEscalations(db),
        some: (slice) => readOpenEscalations(db, slice),
      };
    },
  };

  async function countOf(query: ReturnType<typeof runs>): Promise<number> {
    const them = query.select('run_id').as('them');
    const { rows } = await sql<{
      all: string | number;
    }>`select count(*) as "all" from ${them}`.execute(db);
    return Number(rows[0]?.all ?? 0);
  }
}
export type Overview = ReturnType<typeof overview>;
