import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Tables } from './tables.js';

/**
 * Brings the bot's own tables up to date. Kysely takes an advisory lock, so replicas that start
 * together do it once. Throws where a migration fails; nothing of it is kept then.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableSchema: 'opsguide',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
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
};
