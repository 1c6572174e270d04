import { type Kysely, sql, type Transaction } from 'kysely';
import { readNewestOf } from '../../audit/read-trail.js';
import { type Clock, databaseClock } from '../../storage/clock.js';
import { storable } from '../../storage/storable.js';
import type { Tables } from '../../storage/tables.js';
import { type AuditEvent, appendAudit } from '../audit.js';
import { newSignals, signalsOf, wakeAt } from '../signals.js';
import {
  addBreakGlassPost,
  addCard,
  addNotice,
  addThreadPost,
  addTicketPosts,
  type Due,
  redrawCard,
  unlessWaiting,
} from '../telling/outbox.js';
import type { Calling } from '../trouble/calling.js';
import { followRun } from '../trouble/follow-run.js';
import type { Woken } from '../woken.js';
import type { BrokenGlass } from './broken-glass.js';
import type { Milestone } from './milestone.js';
import { type Observer, UNOBSERVED } from './observer.js';
import { closeWindows, openWindowsOf } from './older-windows.js';
import { reads } from './reads.js';
import { type Cancellation, isLive, readRun } from './record.js';

/** A step from one state of a run to the next, with what is written and told along with it. */
export interface Move {
  readonly run: Cancellation;
  readonly audit: readonly AuditEvent[];
  readonly thread?: readonly Milestone[];
  /** The card goes on in this channel, and the requester is told so in `noticeTo`. */
  readonly cardTo?: string;
  readonly noticeTo?: string;
  /** The run's ticket, as a message in #order-ops with the original order in its thread. */
  readonly ticketPieces?: readonly string[];
  /** #order-ops is told that somebody decided alone. */
  readonly brokenGlass?: BrokenGlass | undefined;
}

/** Looks at the run as it is now and decides; undefined leaves it as it is. `now` is epoch ms. */
export type Decide = (run: Cancellation, now: number, clock: Clock) => Move | undefined;

export type Requested =
  | { readonly kind: 'requested'; readonly run: Cancellation }
  | { readonly kind: 'live_run'; readonly holder: Cancellation };

/**
 * The runs. A move, its audit entries, what is to be told of it and whom it calls are one
 * transaction: the row decides, and what is handed to `wake` afterwards only wakes (it may be lost
 * or doubled).
 */
export function records(
  db: Kysely<Tables>,
  call: Calling,
  wake: (woken: Woken) => Promise<void>,
  { recorded }: Pick<Observer, 'recorded'> = UNOBSERVED,
) {
  return {
    ...reads(db),

    /** Records a request, unless a live run holds the order. The card is told in `cardTo`. */
    async request(draw: (now: number) => Move & { readonly cardTo: string }): Promise<Requested> {
      const outcome = await db.transaction().execute(async (trx) => {
        const { now } = await databaseClock(trx);
        const { run, audit, thread = [], cardTo, noticeTo } = draw(now);
        // Before the insert, so that a rollback's move and this one queue on the older run's row.
        const older = await openWindowsOf(trx, run.orderId);
        const inserted = await trx
          .insertInto('opsguide.cancellations')
          .values({ ...row(run), run_id: run.runId, version: 1 })
          // Said in the text: a plan for any value would not know which partial index this is about.
          .onConflict((conflict) =>
            conflict.column('order_id').where('live', '=', sql.lit(true)).doNothing(),
          )
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) {
          const holder = await reads(trx).liveRun(run.orderId);
          // The holder may have ended between the two statements: the person may then ask again.
          return holder ? { kind: 'live_run' as const, holder, due: [] } : undefined;
        }
        await appendAudit(trx, now, audit);
        const card = await addCard(trx, run.runId, cardTo);
        const due = [card, ...(await addThread(trx, card, run, thread))];
        due.push(...(await closeWindows(trx, older, now)));
        if (noticeTo) due.push(await addNotice(trx, run.runId, noticeTo));
        return { kind: 'requested' as const, run, due, events: audit };
      });
      if (!outcome) return this.request(draw);
      const signals = outcome.kind === 'requested' ? signalsOf(outcome.run) : [];
      if (outcome.kind === 'requested') recorded({ after: outcome.run, events: outcome.events });
      await wake({ due: outcome.due, signals });
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
        const before = readRun(held.record);
        const clock = await databaseClock(trx);
        const { now } = clock;
        const move = decide(before, now, clock);
        if (!move) return { run: before, due: [], signals: [] };
        const after = move.run;
        await trx
          .updateTable('opsguide.cancellations')
          .set({ ...row(after), version: held.version + 1 })
          .where('run_id', '=', runId)
          .where('version', '=', held.version)
          .executeTakeFirstOrThrow();
        await appendAudit(trx, now, move.audit);
        const card = await redrawCard(trx, runId, move.cardTo);
        const thread = await addThread(trx, card, after, move.thread ?? []);
        // A thread's post is told behind its card, and tells it first.
        const isTold = thread.length > 0 && !move.cardTo;
        const due = [...(isTold ? [] : unlessWaiting(card)), ...thread];
        if (move.noticeTo) due.push(await addNotice(trx, runId, move.noticeTo));
        if (move.ticketPieces) {
          due.push(...(await addTicketPosts(trx, runId, call.channel, move.ticketPieces)));
        }
        if (move.brokenGlass) {
          const name = String(after.history.length);
          due.push(await addBreakGlassPost(trx, runId, call.channel, name, move.brokenGlass));
        }
        const called = await followRun(trx, { before, after, at: now, ...call });
        const signals = [...newSignals(before, after), ...called.signals];
        const observed = { before, after, events: move.audit };
        return { run: after, due: [...due, ...called.due], signals, observed };
      });
      if (moved?.observed) recorded(moved.observed);
      if (moved) await wake(moved);
      return moved?.run;
    },

    /** Writes to the trail what changed no run: a refused press. */
    async note(...events: readonly AuditEvent[]): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await appendAudit(trx, (await databaseClock(trx)).now, events);
      });
      recorded({ events });
    },

    /** The newest entries of an order's trail, the newest last, and how many there are in all. */
    trailOf: (orderId: string, limit: number) => readNewestOf(db, orderId, limit),

    /**
     * True the first time it is asked for this try of a key: whoever gets it may send. `call` is what
     * the trail says of it.
     */
    async beginAttempt(
      runId: string,
      key: string,
      attempt: number,
      call: AuditEvent,
    ): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const { now: at } = await databaseClock(trx);
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('opsguide.attempts')
          .values({ run_id: runId, idempotency_key: key, attempt, at })
          .onConflict((conflict) => conflict.columns(['idempotency_key', 'attempt']).doNothing())
          .executeTakeFirst();
        const isFirst = numInsertedOrUpdatedRows === 1n;
        if (isFirst) await appendAudit(trx, at, [call]);
        return isFirst;
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

    /** The highest try of a key that was begun; 0 where none was. */
    async attemptsOf(key: string): Promise<number> {
      const found = await db
        .selectFrom('opsguide.attempts')
        .select(({ fn }) => fn.max('attempt').as('highest'))
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      return found?.highest ?? 0;
    },

    /** The card goes on in another channel, and the requester is told so in `noticeTo`. */
    async moveCard(runId: string, to: string, noticeTo?: string): Promise<void> {
      const due = await db.transaction().execute(async (trx) => {
        const card = await redrawCard(trx, runId, to);
        return noticeTo ? [card, await addNotice(trx, runId, noticeTo)] : [card];
      });
      await wake({ due, signals: [] });
    },

    /** Draws the card anew though nothing moved: somebody pressed an older drawing of it. */
    async redraw(runId: string): Promise<void> {
      const due = [await db.transaction().execute((trx) => redrawCard(trx, runId))];
      await wake({ due, signals: [] });
    },
  };
}
export type Records = ReturnType<typeof records>;

/** The columns that are searched, beside the record itself. */
function row(run: Cancellation) {
  return {
    order_id: run.orderId,
    requester: run.requester.slackId,
    state: run.state,
    live: isLive(run),
    requested_at: run.requestedAt,
    wake_at: wakeAt(run) ?? null,
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
