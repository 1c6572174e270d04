import { type Kysely, sql } from 'kysely';
import { type FailureCode, failureCodeSchema } from '../../runbook/failures.js';
import type { Tables } from '../../storage/tables.js';

/** For how long after it was opened a Home is kept up to date. ms */
export const FOLLOWED = 60 * 60_000;
/** How many are, the ones opened last: each costs reads whenever something happens. */
const FOLLOWED_AT_MOST = 100;
/** Longer than a drawing takes, the reads of person and role among it. ms */
const LEASE = 30_000;
/** One that was drawn is left alone so long: what comes meanwhile is drawn at once. ms */
const PAUSE = 1_000;

/** More than a lease, and than Slack asks to wait. ms */
const LONGEST_BUSY = 5 * 60_000;

/** A Home that this replica alone draws, for the time of its lease. */
export interface Claim {
  readonly slackId: string;
  readonly page: number;
  readonly notice?: FailureCode;
  /** Somebody opened it, or turned its page; otherwise something happened. */
  readonly isWanted: boolean;
  /** Slack's name for what it shows; absent where that is not known. */
  readonly hash?: string;
  readonly digest?: string;
  readonly openedAt: number;
  readonly version: number;
  /** The newest entry of the trail before it was drawn. */
  readonly head: number;
  readonly lease: number;
}

/** What is wanted to be seen of a Home. */
export interface Wanted {
  /** From 1. */
  readonly page?: number;
  readonly notice?: FailureCode;
}

const NOW = sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)`;
/** Nobody draws it now. A clock that was set back must not hold it for hours. */
const FREE = sql<boolean>`busy_until not between ${NOW} + 1 and ${NOW} + ${LONGEST_BUSY}`;
/** Whatever a Home shows comes with an entry of the audit trail: its head tells that something did. */
const HEAD = sql<number>`(select coalesce(max(seq), 0) from opsguide.audit)`;

/**
 * The App Homes that are followed. Slack tells when one is opened and never when it is left, so that
 * is kept for a while, for every replica and over restarts. One replica at a time draws one.
 */
export function homes(db: Kysely<Tables>) {
  return {
    /** Somebody opened theirs, or turned its page: it has to be drawn for them. */
    async want(slackId: string, { page = 1, notice }: Wanted = {}): Promise<void> {
      const seen = { opened_at: NOW, page, notice: notice ?? null };
      await db
        .insertInto('opsguide.homes')
        .values({ slack_id: slackId, ...seen, wanted: 1 })
        .onConflict((conflict) =>
          conflict
            .column('slack_id')
            .doUpdateSet({ ...seen, wanted: sql<number>`homes.wanted + 1` }),
        )
        .execute();
      await sql`
        delete from opsguide.homes where slack_id in (
          select slack_id from opsguide.homes
          where opened_at < ${NOW} - ${FOLLOWED} or slack_id in (
            select slack_id from opsguide.homes order by opened_at desc offset ${FOLLOWED_AT_MOST})
          for update skip locked)`.execute(db);
    },

    /** Those that have to be drawn: the ones that people wait for first, then who waited longest. */
    async due(limit: number): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('opsguide.homes')
        .select('slack_id')
        .where('opened_at', '>', sql<number>`${NOW} - ${FOLLOWED}`)
        .where(FREE)
        .where(sql<boolean>`(drawn < wanted or seen < ${HEAD})`)
        .orderBy(sql`drawn < wanted`, 'desc')
        .orderBy('busy_until')
        .limit(limit)
        .execute();
      return rows.map(({ slack_id }) => slack_id);
    },

    /** Undefined while another one draws it, or nobody follows it any more. */
    async claim(slackId: string): Promise<Claim | undefined> {
      const row = await db
        .updateTable('opsguide.homes')
        .set({ busy_until: sql<number>`${NOW} + ${LEASE}` })
        .where('slack_id', '=', slackId)
        .where(FREE)
        .returningAll()
        .returning(HEAD.as('head'))
        .executeTakeFirst();
      if (!row) return undefined;
      const { page, opened_at, wanted, drawn, busy_until, hash, digest } = row;
      const notice = failureCodeSchema.safeParse(row.notice).data;
      return {
        ...{ slackId, page, openedAt: opened_at, version: wanted, isWanted: drawn < wanted },
        ...{ head: Number(row.head), lease: busy_until },
        ...(notice && { notice }),
        ...(hash !== null && { hash }),
        ...(digest !== null && { digest }),
      };
    },

    /** It shows what was drawn, by these names. False where the lease had run out meanwhile. */
    async drawn(
      { slackId, version, head, lease }: Claim,
      { hash, digest }: { readonly hash: string | undefined; readonly digest: string },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('opsguide.homes')
        .set({
          ...{ drawn: version, seen: head, digest, hash: hash ?? null },
          busy_until: sql<number>`${NOW} + ${PAUSE}`,
        })
        .where('slack_id', '=', slackId)
        .where('busy_until', '=', lease)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** It was not drawn, and is not tried again for `wait` ms. */
    async letGo({ slackId, lease }: Claim, wait: number): Promise<void> {
      await db
        .updateTable('opsguide.homes')
        .set({ busy_until: sql<number>`${NOW} + ${wait}` })
        .where('slack_id', '=', slackId)
        .where('busy_until', '=', lease)
        .execute();
    },

    /**
     * It shows something else than what is written here: whoever published it died before noting it.
     * The next drawing lies over it, whatever it is.
     */
    async lostTrack({ slackId, lease }: Claim): Promise<void> {
      await db
        .updateTable('opsguide.homes')
        .set({ hash: null, digest: null, busy_until: 0 })
        .where('slack_id', '=', slackId)
        .where('busy_until', '=', lease)
        .execute();
    },

    /** Nobody can be shown it. */
    async forget(slackId: string): Promise<void> {
      await db.deleteFrom('opsguide.homes').where('slack_id', '=', slackId).execute();
    },
  };
}
export type Homes = ReturnType<typeof homes>;
