import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { columnTypes } from '../../src/storage/column-types.js';
import type { Tables } from '../../src/storage/tables.js';
import { endPool } from '../postgres/end-pool.js';

/** Looks into the database of a running bot, and holds it up there. On Postgres alone. */
export class Observer {
  readonly #pool: pg.Pool;
  readonly db: Kysely<Tables>;
  #holding: pg.PoolClient | undefined;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, types: columnTypes, max: 3 });
    this.db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: this.#pool }) });
  }

  /** From now on nobody writes to this table: who would, stands still. */
  async hold(table: string): Promise<void> {
    this.#holding = await this.#pool.connect();
    await this.#holding.query(`begin; lock table ${table} in exclusive mode`);
  }

  /** The state that the run's row has; the run is the only one there. */
  async state(): Promise<string | undefined> {
    const run = await this.db
      .selectFrom('opsguide.cancellations')
      .select('state')
      .executeTakeFirst();
    return run?.state;
  }

  /** The word that the open workflow of this name said last, and what it came to, as recorded. */
  async lastWord(workflow: string): Promise<{ name: string; output: string } | undefined> {
    const { rows } = await sql<{ name: string; output: string }>`
      select o.function_name as name, coalesce(o.output, '') as output
      from dbos.operation_outputs o join dbos.workflow_status w using (workflow_uuid)
      where w.name = ${workflow} and w.status = 'PENDING'
      order by o.function_id desc limit 1`.execute(this.db);
    return rows[0];
  }

  async isAsleep(workflow: string): Promise<boolean> {
    return (await this.lastWord(workflow))?.name === 'sleep' && this.hasToldAll();
  }

  /** Whether a workflow of this name is to start, and there is nothing else to do. */
  async startsLate(workflow: string): Promise<boolean> {
    const { rows } = await sql`select 1 from dbos.workflow_status
      where name = ${workflow} and status = 'DELAYED'`.execute(this.db);
    return rows.length > 0 && this.hasToldAll();
  }

  /** Whether Slack has everything that there is to tell, and that is recorded. */
  async hasToldAll(): Promise<boolean> {
    const { rows } = await sql<{ left: number }>`
      select (select count(*) from opsguide.posts where posted < wanted)
        + (select count(*) from dbos.workflow_status
           where name = 'deliverPost' and status <> 'SUCCESS') as left`.execute(this.db);
    return rows[0]?.left === 0;
  }

  /** Whether the trail has an entry of this event. */
  async hasHappened(event: string): Promise<boolean> {
    const found = await this.db
      .selectFrom('opsguide.audit')
      .select('seq')
      .where('event', '=', event)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** Waits for what comes in its time, for 60 s at most. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    const patientUntil = Date.now() + 60_000;
    while (!(await condition())) {
      if (Date.now() > patientUntil) throw new Error(`Not so within 60 s: ${condition}`);
      await pause(10);
    }
  }

  /** What a killed bot still had under way is not to be carried out once nothing holds it up. */
  async endSessions(): Promise<void> {
    await this.#pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'opsguide' and datname = current_database()`,
    );
  }

  async close(): Promise<void> {
    this.#holding?.release(true);
    await endPool(this.#pool);
  }
}
