import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Tables } from './tables.js';

/**
 * Brings the bot's own tables up to date. Kysely takes an advisory lock, so replicas that start
 * together do it once. Throws where a migration fails; nothing of it is kept then.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { done, toRun } = await migrationState(db);
  // The migrator looks through all tables that there are before it finds that nothing is to do: a
  // fifth of a start.
  if (toRun.length === 0) return;
  const known = { ...ofLaterVersions(done), ...MIGRATIONS };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableSchema: 'opsguide',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** How the tables stand; changes nothing. */
export async function migrationState(
  db: Kysely<Tables>,
): Promise<{ readonly done: readonly string[]; readonly toRun: readonly string[] }> {
  const done = await migrationsDone(db);
  return { done, toRun: Object.keys(MIGRATIONS).filter((name) => !done.includes(name)) };
}

/**
 * A later version's release step may have been here: a replica of this one that starts again before
 * it is replaced goes on beside it. So a migration must leave room for the version before it.
 */
function ofLaterVersions(done: readonly string[]): Record<string, Migration> {
  return Object.fromEntries(done.map((name) => [name, { up: async () => undefined }]));
}

async function migrationsDone(db: Kysely<Tables>): Promise<readonly string[]> {
  const table = await sql<{ found: string | null }>`
    select to_regclass('opsguide.kysely_migration')::text as found`.execute(db);
  if (!table.rows[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`
    select name from opsguide.kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** Never edited once released: a new change is a new entry. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-cancellations': {
    async up(db) {
      await sql`
        create table opsguide.cancellations (
          run_id uuid primary key,
          order_id text not null,
          requester text not null,
          state text not null,
          live boolean not null,
          version integer not null,
          requested_at bigint not null,
          record jsonb not null
        )`.execute(db);
      await sql`create unique index one_live_run on opsguide.cancellations (order_id) where live`.execute(
        db,
      );
      await sql`create index runs_of_order on opsguide.cancellations (order_id, requested_at desc)`.execute(
        db,
      );
      await sql`create index runs_of_requester on opsguide.cancellations (requester, requested_at desc)`.execute(
        db,
      );
      await sql`create index live_runs on opsguide.cancellations (requested_at) where live`.execute(
        db,
      );
      await sql`
        create table opsguide.attempts (
          idempotency_key uuid not null,
          attempt integer not null,
          run_id uuid not null references opsguide.cancellations,
          at bigint not null,
          primary key (idempotency_key, attempt)
        )`.execute(db);
    },
  },
  '0002-posts': {
    async up(db) {
      await sql`
        create table opsguide.posts (
          post_id text primary key,
          seq bigint generated always as identity,
          run_id uuid not null references opsguide.cancellations,
          kind text not null check (kind in ('card', 'thread', 'notice')),
          channel text not null,
          wanted integer not null,
          posted integer not null default 0,
          ts text,
          content jsonb not null
        )`.execute(db);
      await sql`create index posts_of_run on opsguide.posts (run_id)`.execute(db);
      await sql`create index untold_posts on opsguide.posts (seq) where posted < wanted`.execute(
        db,
      );
    },
  },
  '0003-audit': {
    async up(db) {
      await sql`
        create table opsguide.audit (
          seq bigint primary key,
          at bigint not null,
          run_id uuid,
          order_id text,
          event text not null,
          actor text,
          data jsonb not null,
          previous_hash text not null,
          hash text not null
        )`.execute(db);
      await sql`create index audit_of_order on opsguide.audit (order_id, seq)`.execute(db);
      await sql`
        create function opsguide.refuse_rewrite() returns trigger language plpgsql as
        $$ begin raise exception 'the audit trail is append-only'; end $$`.execute(db);
      await sql`
        create trigger append_only before update or delete on opsguide.audit
        for each row execute function opsguide.refuse_rewrite()`.execute(db);
      await sql`
        create trigger never_emptied before truncate on opsguide.audit
        execute function opsguide.refuse_rewrite()`.execute(db);
    },
  },
  '0004-trouble': {
    async up(db) {
      await sql`alter table opsguide.cancellations add column wake_at bigint`.execute(db);
      await sql`create index runs_to_wake on opsguide.cancellations (wake_at) where wake_at is not null`.execute(
        db,
      );
      await sql`create index audit_by_time on opsguide.audit (at desc)`.execute(db);
      await sql`
        alter table opsguide.posts
          drop constraint posts_run_id_fkey,
          drop constraint posts_kind_check,
          add column root text`.execute(db);
      await sql`alter table opsguide.posts rename column run_id to about`.execute(db);
      await sql`alter index opsguide.posts_of_run rename to posts_about`.execute(db);
      await sql`
        create table opsguide.escalations (
          escalation_id uuid primary key,
          code text not null,
          opened_at bigint not null,
          open boolean not null,
          asked integer not null default 0,
          unacknowledged_since bigint,
          remind_at bigint
        )`.execute(db);
      await sql`create index open_escalations on opsguide.escalations (code, opened_at desc) where open`.execute(
        db,
      );
      await sql`
        create table opsguide.escalated (
          escalation_id uuid not null references opsguide.escalations,
          place integer not null,
          run_id uuid references opsguide.cancellations,
          trouble integer,
          order_id text not null,
          requester text not null,
          at bigint not null,
          acknowledged_by text,
          acknowledged_at bigint,
          closed_at bigint,
          closed_how text,
          closed_by text,
          primary key (escalation_id, place),
          unique (run_id, trouble)
        )`.execute(db);
      await sql`create index open_entries_of_run on opsguide.escalated (run_id) where closed_at is null`.execute(
        db,
      );
    },
  },
  '0005-clicks': {
    async up(db) {
      await sql`
        create table opsguide.clicks (
          click_id uuid primary key,
          replica text not null,
          at bigint not null,
          reply_to jsonb not null
        )`.execute(db);
    },
  },
  '0006-replicas': {
    async up(db) {
      await sql`
        create table opsguide.replicas (
          replica_id text primary key,
          incarnation uuid not null,
          beats bigint not null,
          beat_at bigint not null
        )`.execute(db);
    },
  },
  '0007-audit-always': {
    async up(db) {
      // Else they would be passed over in a session whose session_replication_role is `replica`.
      await sql`
        alter table opsguide.audit
          enable always trigger append_only,
          enable always trigger never_emptied`.execute(db);
    },
  },
  '0008-homes': {
    async up(db) {
      await sql`
        create table opsguide.homes (
          slack_id text primary key,
          opened_at bigint not null,
          page integer not null,
          notice text,
          wanted integer not null,
          drawn integer not null default 0,
          seen bigint not null default 0,
          hash text,
          digest text,
          busy_until bigint not null default 0
        )`.execute(db);
      await sql`create index waiting_runs on opsguide.cancellations (requested_at)
        where state = 'awaiting_confirmation'`.execute(db);
      await sql`create index live_runs_of_requester on opsguide.cancellations (requester, requested_at desc)
        where live`.execute(db);
      await sql`create index ended_runs_of_requester on opsguide.cancellations (requester, requested_at desc)
        where not live`.execute(db);
      // Over the record itself: the version before this one writes no column for it.
      await sql`create index open_windows on opsguide.cancellations (((record #>> '{effect,windowEndsAt}')::float8))
        where state in ('verifying', 'cancelled', 'troubled', 'resolved')
          and record #>> '{effect,window}' = 'open'`.execute(db);
    },
  },
  '0009-history': {
    async up(db) {
      // The newest of a million, without sorting them. It may have been built before, without a lock.
      await sql`create index if not exists ended_runs on opsguide.cancellations (requested_at desc)
        where not live`.execute(db);
      // By a share of the table, as it is by default, the few rows that change would be left for months:
      // what is dead stays in the indexes of what is alive, and nothing is known of that.
      for (const table of ['cancellations', 'posts']) {
        await sql`alter table ${sql.table(`opsguide.${table}`)} set (
          autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
          autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)`.execute(db);
      }
      // The engine asks five times a second whether a lane is free. Where nothing is known of the
      // workflows at work it goes through all of them for it.
      await sql`alter table if exists dbos.workflow_status set (
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000)`.execute(db);
    },
  },
};
