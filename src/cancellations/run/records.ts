import { type Kysely, sql, type Transaction } from 'kysely';
import { storable } from '../../storage/storable.js';
import type { Tables } from '../../storage/tables.js';
import { type AuditEvent, appendAudit } from '../audit.js';
import { addCard, addNotice, addThreadPost, type Due, redrawCard } from '../telling/outbox.js';
import type { Milestone } from './milestone.js';
import { type Cancellation, type CancellationState, cancellationSchema, isLive } from './record.js';

/** A step from one state of a run to the next, with what is written and told along with it. */
export interface Move {
  readonly run: Cancellation;
  readonly audit: readonly AuditEvent[];
  readonly thread?: readonly Milestone[];
  /** The card goes on in this channel, and the requester is told so in `noticeTo`. */
  readonly cardTo?: string;
  readonly noticeTo?: string;
}

/** Looks at the run as it is now and decides; undefined leaves it as it is. `now` is epoch ms. */
export type Decide = (run: Cancellation, now: number) => Move | undefined;

export type Requested =
  | { readonly kind: 'requested'; readonly run: Cancellation }
  | { readonly kind: 'live_run'; readonly holder: Cancellation };

/**
 * The runs. A move, its audit entries and what is to be told of it are one transaction: the row
 * decides, and what is handed to `tell` afterwards only wakes (it may be lost or doubled).
 */
export function records(db: Kysely<Tables>, tell: (due: readonly Due[]) => Promise<void>) {
  return {
    /** Records a request, unless a live run holds the order. The card is told in `cardTo`. */
    async request(draw: (now: number) => Move & { readonly cardTo: string }): Promise<Requested> {
      const outcome = await db.transaction().execute(async (trx) => {
        const { run, audit, thread = [], cardTo, noticeTo } = draw(await databaseClock(trx));
        const inserted = await trx
          .insertInto('opsguide.cancellations')
          .values({ ...row(run), run_id: run.runId, version: 1 })
          .onConflict((conflict) =>
            conflict.column('order_id').where('live', '=', true).doNothing(),
          )
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) {
          const holder = await liveRun(trx, run.orderId);
          // The holder may have ended between the two statements: the person may then ask again.
          return holder ? { kind: 'live_run' as const, holder, due: [] } : undefined;
        }
        await appendAudit(trx, run.requestedAt, audit);
        const card = await addCard(trx, run.runId, cardTo);
        const due = [card, ...(await addThread(trx, card, run, thread))];
        if (noticeTo) due.push(await addNotice(trx, run.runId, noticeTo));
        return { kind: 'requested' as const, run, due };
      });
      if (!outcome) return this.request(draw);
      await tell(outcome.due);
      return outcome;
    },

    /** Moves a run on; gives it as it stands afterwards, or undefined where there is no such run. */
    async move(runId: string, decide: Decide): Promise<Cancellation | undefined> {
      const moved = await db.transaction().execute(async (trx) => {
        const held = await trx
          .selectFrom('opsguide.cancellations')
          .select(['record', 'version'])
          .where('run_id', '=', runId)
          .forUpdate()
          .executeTakeFirst();
        if (!held) return undefined;
        const before = cancellationSchema.parse(held.record);
        const now = await databaseClock(trx);
        const move = decide(before, now);
        if (!move) return { run: before, due: [] };
        await trx
          .updateTable('opsguide.cancellations')
          .set({ ...row(move.run), version: held.version + 1 })
          .where('run_id', '=', runId)
          .where('version', '=', held.version)
          .executeTakeFirstOrThrow();
        await appendAudit(trx, now, move.audit);
        const card = await redrawCard(trx, runId, move.cardTo);
        const due = [card, ...(await addThread(trx, card, move.run, move.thread ?? []))];
        if (move.noticeTo) due.push(await addNotice(trx, runId, move.noticeTo));
        return { run: move.run, due };
      });
      if (moved) await tell(moved.due);
      return moved?.run;
    },

    /** Writes to the trail what changed no run: a refused press. */
    async note(...events: readonly AuditEvent[]): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await appendAudit(trx, await databaseClock(trx), events);
      });
    },

    /** True the first time it is asked for this try of a key: whoever gets it may send. */
    async beginAttempt(runId: string, key: string, attempt: number): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const at = await databaseClock(trx);
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('opsguide.attempts')
          .values({ run_id: runId, idempotency_key: key, attempt, at })
          .onConflict((conflict) => conflict.columns(['idempotency_key', 'attempt']).doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      });
    },

    /** Whether this try of a key was begun: it may have been sent. */
    async hasBegun(key: string, attempt: number): Promise<boolean> {
      const found = await db
        .selectFrom('opsguide.attempts')
        .select('attempt')
        .where('idempotency_key', '=', key)
        .where('attempt', '=', attempt)
        .executeTakeFirst();
      return found !== undefined;
    },

    /** The card goes on in another channel, and the requester is told so in `noticeTo`. */
    async moveCard(runId: string, to: string, noticeTo?: string): Promise<void> {
      const due = await db.transaction().execute(async (trx) => {
        const card = await redrawCard(trx, runId, to);
        return noticeTo ? [card, await addNotice(trx, runId, noticeTo)] : [card];
      });
      await tell(due);
    },

    /** Draws the card anew though nothing moved: somebody pressed an older drawing of it. */
    async redraw(runId: string): Promise<void> {
      await tell([await db.transaction().execute((trx) => redrawCard(trx, runId))]);
    },

    async find(runId: string): Promise<Cancellation | undefined> {
      const found = await db
        .selectFrom('opsguide.cancellations')
        .select('record')
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return found && cancellationSchema.parse(found.record);
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
      return found && cancellationSchema.parse(found.record);
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
      const runs = rows.map(({ record }) => cancellationSchema.parse(record));
      return { runs, more: Number(counted[0]?.all ?? 0) - runs.length };
    },

    /** The runs for which something must be going on: after a restart each is woken. */
    async waking(): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('opsguide.cancellations')
        .select('run_id')
        .where('live', '=', true)
        .where('state', '!=', 'troubled' satisfies CancellationState)
        .execute();
      return rows.map(({ run_id }) => run_id);
    },
  };
}
export type Records = ReturnType<typeof records>;

function row(run: Cancellation) {
  return {
    order_id: run.orderId,
    requester: run.requester.slackId,
    state: run.state,
    live: isLive(run),
    requested_at: run.requestedAt,
    record: storable(run),
  };
}

async function addThread(
  trx: Transaction<Tables>,
  card: Due,
  run: Cancellation,
  thread: readonly Milestone[],
): Promise<readonly Due[]> {
  const due: Due[] = [];
  for (const milestone of thread) {
    const name = `${run.history.length}:${milestone.milestone}`;
    due.push(await addThreadPost(trx, card, run.runId, name, milestone));
  }
  return due;
}

async function liveRun(db: Kysely<Tables>, orderId: string): Promise<Cancellation | undefined> {
  const found = await db
    .selectFrom('opsguide.cancellations')
    .select('record')
    .where('order_id', '=', orderId)
    .where('live', '=', true)
    .executeTakeFirst();
  return found && cancellationSchema.parse(found.record);
}

/** The database's clock decides, whatever the replicas' own say. Epoch ms. */
async function databaseClock(trx: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{
    now: string | number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000) as now`.execute(trx);
  return Number(rows[0]?.now);
}
