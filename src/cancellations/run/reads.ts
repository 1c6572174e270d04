import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../storage/tables.js';
import { type Cancellation, readRun } from './record.js';

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

    /** Live runs first, then the newest; `requester` limits it to one's own. `more` is the rest. */
    async list(
      limit: number,
      requester?: string,
    ): Promise<{ readonly runs: readonly Cancellation[]; readonly more: number }> {
      let query = db.selectFrom('opsguide.cancellations');
      if (requester) query = query.where('requester', '=', requester);
      const rows = await query
        .select('record')
        .orderBy('live', 'desc')
        .orderBy('requested_at', 'desc')
        .limit(limit)
        .execute();
      const counted = await query.select(({ fn }) => fn.countAll<number>().as('all')).execute();
      const runs = rows.map(({ record }) => readRun(record));
      return { runs, more: Number(counted[0]?.all ?? 0) - runs.length };
    },

    /** The runs for which something must be going on by now: the waker looks after each. */
    async waking(): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('opsguide.cancellations')
        .select('run_id')
        .where('wake_at', '<=', Date.now())
        .execute();
      return rows.map(({ run_id }) => run_id);
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
      const found = await db
        .selectFrom('opsguide.cancellations')
        .select('record')
        .where('order_id', '=', orderId)
        .where('live', '=', true)
        .executeTakeFirst();
      return found && readRun(found.record);
    },
  };
}
