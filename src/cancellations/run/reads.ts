import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../storage/tables.js';
import { type Cancellation, isLive, readRun } from './record.js';

/** How far the runs are counted that a list leaves out: there may be a million. */
export const COUNTED = 1_000;

export interface Listed {
  readonly runs: readonly Cancellation[];
  readonly more: number;
  readonly isMore: boolean;
}

/** A run that the waker looks after; each move makes its version another. */
export interface Waking {
  readonly runId: string;
  readonly version: number;
}

/** What can be asked of the runs. */
export function reads(db: Kysely<Tables>) {
  return {
    async find(runId: string): Promise<Cancellation | undefined> {
      const found = await db
        .selectFrom('opsguide.cancellations')
        .select('record')
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return found && readRun(found.record);
    },

    /** The run that holds the order, else its newest one; `requester` limits it to one's own. */
    async ofOrder(orderId: string, requester?: string): Promise<Cancellation | undefined> {
      let query = db.selectFrom('opsguide.cancellations').where('order_id', '=', orderId);
      if (requester) query = query.where('requester', '=', requester);
      const found = await query
        .select('record')
        .orderBy('live', 'desc')
        .orderBy('requested_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return found && readRun(found.record);
    },

    /**
     * Live runs first, then the newest; `requester` limits it to one's own. `more` is the rest, counted
     * as far as `COUNTED`: `isMore` says that there are still others.
     */
    async list(limit: number, requester?: string): Promise<Listed> {
      const all = () => {
        const runs = db.selectFrom('opsguide.cancellations');
        return requester ? runs.where('requester', '=', requester) : runs;
      };
      // Each by an index of its own: nearly all runs ended long ago, and need no sorting.
      const some = (query: ReturnType<typeof all>, most: number) =>
        query.select('record').orderBy('requested_at', 'desc').limit(most).execute();
      const live = await some(all().where(sql<boolean>`live`), limit);
      const ended = await some(all().where(sql<boolean>`not live`), limit - live.length);
      const runs = [...live, ...ended].map(({ record }) => readRun(record));
      const rest = all()
        .select('run_id')
        .offset(runs.length)
        .limit(COUNTED + 1);
      const { count } = await db
        .selectFrom(rest.as('rest'))
        .select(({ fn }) => fn.countAll<string | number>().as('count'))
        .executeTakeFirstOrThrow();
      return { runs, more: Math.min(COUNTED, Number(count)), isMore: Number(count) > COUNTED };
    },

    /** The runs for which something must be going on by now: the waker looks after each. */
    async waking(): Promise<readonly Waking[]> {
      const rows = await db
        .selectFrom('opsguide.cancellations')
        .select(['run_id', 'version'])
        .where('wake_at', '<=', Date.now())
        .execute();
      return rows.map(({ run_id: runId, version }) => ({ runId, version }));
    },

    /** Those of these runs that can be read; one that cannot must not hide the others, and is told. */
    async findEach(
      runIds: readonly string[],
      unreadable: (runId: string, error: unknown) => void,
    ): Promise<readonly Cancellation[]> {
      const rows = await db
        .selectFrom('opsguide.cancellations')
        .select(['run_id', 'record'])
        .where(sql<boolean>`run_id = any(${runIds}::uuid[])`)
        .execute();
      return rows.flatMap(({ run_id, record }) => {
        try {
          return [readRun(record)];
        } catch (error) {
          unreadable(run_id, error);
          return [];
        }
      });
    },

    /** The run that holds the order; undefined where none does. */
    async liveRun(orderId: string): Promise<Cancellation | undefined> {
      // By the order alone: see `openWindowsOf`.
      const newest = await this.ofOrder(orderId);
      return newest && isLive(newest) ? newest : undefined;
    },
  };
}
