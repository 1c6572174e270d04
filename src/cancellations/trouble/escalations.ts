import type { Kysely, Transaction } from 'kysely';
import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import { databaseClock } from '../../storage/clock.js';
import type { Tables } from '../../storage/tables.js';
import { type AuditEvent, appendAudit, queueOnTrail } from '../audit.js';
import type { Signal } from '../signal.js';
import type { Woken } from '../woken.js';
import type { Calling } from './calling.js';
import type { Escalation, EscalationNote } from './escalation.js';
import { eventOf } from './escalation-events.js';
import {
  acknowledged,
  askedAgain,
  newEscalation,
  reminded,
  withClosed,
  withEntry,
} from './escalation-moves.js';
import {
  readEscalation,
  readOpenEscalation,
  readWatched,
  saveEscalation,
} from './escalation-rows.js';
import { NoneOpen } from './none-open.js';
import { watchesOf } from './watches.js';

/** A press on «Acknowledge»: the message, and the last line that its drawing showed. */
export interface Acknowledging {
  readonly escalationId: string;
  readonly upTo: number;
  /** Slack id: any full member of the workspace. */
  readonly by: string;
}

export type Acknowledged =
  /** `count` lines were waiting for it; 0 where every line shown was acknowledged or closed before. */
  | { readonly kind: 'acknowledged'; readonly escalation: Escalation; readonly count: number }
  | { readonly kind: 'no_such_escalation' };

interface Change {
  readonly after: Escalation;
  readonly audit: readonly AuditEvent[];
  readonly notes?: readonly EscalationNote[];
}

/**
 * The escalations outside of a run's move: what people and clocks do to them. Each change is one
 * transaction with its audit entry; what is handed to `wake` afterwards only wakes.
 */
export function escalations(
  db: Kysely<Tables>,
  call: Calling,
  wake: (woken: Woken) => Promise<void>,
) {
  /** One change at a time, by the database's clock (epoch ms); undefined leaves it as it is. */
  async function change(
    find: (trx: Transaction<Tables>) => Promise<Escalation | undefined>,
    decide: (before: Escalation | undefined, now: number) => Change | undefined,
  ): Promise<Escalation | undefined> {
    const { after, woken } = await db.transaction().execute(async (trx) => {
      await queueOnTrail(trx);
      const before = await find(trx);
      const { now } = await databaseClock(trx);
      const changed = decide(before, now);
      if (!changed) return { after: before };
      await appendAudit(trx, now, changed.audit);
      const saved = await saveEscalation(trx, before, changed.after, call, changed.notes);
      return { after: changed.after, woken: saved };
    });
    if (woken) await wake(woken);
    return after;
  }

  const noneForLook = new NoneOpen();
  const byId = (escalationId: string) => (trx: Transaction<Tables>) =>
    readEscalation(trx, escalationId);

  return {
    find(escalationId: string): Promise<Escalation | undefined> {
      return readEscalation(db, escalationId);
    },

    /** product.md «Level 3»: it is asked no more, for the lines that were listed at that moment. */
    async acknowledge({ escalationId, upTo, by }: Acknowledging): Promise<Acknowledged> {
      let count = 0;
      const escalation = await change(byId(escalationId), (before, now) => {
        const heard = before && acknowledged(before, upTo, by, now);
        if (!heard) return undefined;
        count = heard.covered.length;
        const audit = heard.covered.map((entry) =>
          eventOf('acknowledged', escalationId, entry, { actor: by }),
        );
        return { after: heard.escalation, audit };
      });
      return escalation
        ? { kind: 'acknowledged', escalation, count }
        : { kind: 'no_such_escalation' };
    },

    /**
     * What a watch is due for at `at`: asks again, says that nobody answered, or reminds; nothing
     * where that was settled meanwhile. Gives the ms left, and does nothing, where it is early.
     */
    async watch(escalationId: string, at: number): Promise<number> {
      let left = 0;
      await change(byId(escalationId), (before, now) => {
        left = at - now;
        if (left > 0 || !before) return undefined;
        const asked = askedAgain(before, now, call.ackTimeout);
        const told = reminded(asked?.escalation ?? before, now);
        const after = told?.escalation ?? asked?.escalation;
        if (!after) return undefined;
        const notes = [asked?.note, told?.note].filter((note) => note !== undefined);
        const open = before.entries.filter(({ closed }) => !closed);
        const events = notes.flatMap(({ note, time, orderIds }) =>
          open
            .filter(({ orderId }) => orderIds.includes(orderId))
            .map((entry) => eventOf(note, escalationId, entry, { time })),
        );
        const gaveUp = asked && !asked.note ? open.filter((one) => !one.acknowledged) : [];
        const unanswered = gaveUp.map((entry) => eventOf('unanswered', escalationId, entry));
        return { after, notes, audit: [...events, ...unanswered] };
      });
      return left;
    },

    /** What must be going on by now for the open ones. */
    async waking(): Promise<readonly Signal[]> {
      const open = await readWatched(db);
      return open
        .flatMap((watched) => watchesOf(watched, call.ackTimeout))
        .filter(({ at = 0 }) => at <= Date.now());
    },

    /** product.md 2: of what a look meets, a 401 alone pages; once while one is open. */
    async pageForLook({ code, orderId, by }: Look): Promise<void> {
      await change(
        (trx) => readOpenEscalation(trx, code, { withRoom: false }),
        (open, at) => {
          if (open) return undefined;
          const escalationId = uuid();
          const entry = { place: 1, orderId, requester: by, at };
          const fresh = newEscalation({ escalationId, code, openedAt: at });
          const audit = [eventOf('escalated', escalationId, entry, { code, actor: by })];
          return { after: withEntry(fresh, entry), audit };
        },
      );
      noneForLook.forget();
    },

    /**
     * What only looks have found and nobody has closed: its escalation. Whether another replica's look
     * has found something is asked every few seconds, not by each look.
     */
    openForLook(code: FailureCode): Promise<string | undefined> {
      return noneForLook.unlessKnown(async () => {
        const found = await db
          .selectFrom('opsguide.escalations as escalation')
          .innerJoin(
            'opsguide.escalated as entry',
            'entry.escalation_id',
            'escalation.escalation_id',
          )
          .select('escalation.escalation_id')
          .where('escalation.code', '=', code)
          .where('escalation.open', '=', true)
          .where('entry.run_id', 'is', null)
          .where('entry.closed_at', 'is', null)
          .executeTakeFirst();
        return found?.escalation_id;
      });
    },

    /** The order service takes the bot again: what only a look had found is over. */
    async closeForLook(escalationId: string): Promise<void> {
      await change(byId(escalationId), (before, at) => {
        if (!before) return undefined;
        const closed = { how: 'by_itself' as const, at };
        const { escalation: after, over } = withClosed(before, (one) => !one.runId, closed);
        if (over.length === 0) return undefined;
        const { how } = closed;
        const audit = over.map((entry) =>
          eventOf('escalation_closed', escalationId, entry, { how }),
        );
        return { after, audit };
      });
    },
  };
}
export type Escalations = ReturnType<typeof escalations>;

/** A look that the order service refused the bot. */
interface Look {
  readonly code: FailureCode;
  readonly orderId: string;
  /** Slack id */
  readonly by: string;
}
