import { EventEmitter } from 'node:events';
import { Kysely, PostgresDialect } from 'kysely';
import { migrate } from '../../../src/storage/migrations.js';
import type { ClientLike, PoolLike } from '../../../src/storage/pglite-pool.js';
import type { Tables } from '../../../src/storage/tables.js';
import { asPgPool } from '../../../src/trust-boundary.js';
import { EMPTYING } from '../../cancellations/emptying.js';
import { newLite } from '../../cancellations/lites.js';
import { type Actor, onBehalfOf } from './ambient.js';
import { QuickPool } from './quick-pool.js';
import type { Replica } from './replica.js';
import type { Timeline } from './timeline.js';

/** What is wrong with the database for a while. */
export type DatabaseFault = 'away' | 'full' | 'lost_commits';

const DISK_FULL = '53100';

/** As pg fails: with a code. */
class DatabaseError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/**
 * Postgres keeps timers for statistics and time-outs, of which nothing here depends: they never
 * ring, for they would ring at real moments.
 */
const POSTGRES: Actor = {
  now: () => Date.now(),
  after: () => ({ takeBack: () => undefined }),
};

/** One real database for all worlds of a process, emptied before each; it is PostgreSQL in memory. */
export async function openDatabase() {
  let clock: Actor = POSTGRES;
  const pool = new QuickPool(await onBehalfOf(POSTGRES, undefined, newLite), () => clock);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: asPgPool(pool) }) });
  await migrate(db);
  return {
    /** Looks into it without passing a gate. */
    db,
    async worldOf(timeline: Timeline): Promise<WorldDatabase> {
      for (const text of EMPTYING) await pool.query(text);
      const world = new WorldDatabase(pool, timeline);
      clock = world;
      return world;
    },
    close: () => pool.end(),
  };
}
export type Database = Awaited<ReturnType<typeof openDatabase>>;

/** The database in one world: its clock, its troubles, and a way to it for each replica. */
export class WorldDatabase {
  /** Of its clock against true time, in ms. */
  skew = 0;
  fault: DatabaseFault | undefined;
  /** Statements that are being executed: nothing has come to rest while there are any. */
  inFlight = 0;
  statements = 0;
  /** How often a fault of it was met. */
  struck = 0;

  constructor(
    private readonly pool: QuickPool,
    private readonly timeline: Timeline,
  ) {}

  now(): number {
    return this.timeline.now + this.skew;
  }

  after: Actor['after'] = POSTGRES.after;

  /** Whether the engine's own rows could be written now. */
  get takesWrites(): boolean {
    return this.fault !== 'away' && this.fault !== 'full';
  }

  /** Every turn of this replica at the database passes its gate, and each commit another one. */
  tablesFor(replica: Replica): Kysely<Tables> {
    const pool = new GatedPool(this, replica, this.pool);
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: asPgPool(pool) }) });
  }

  failure(message: string, code: string): Error {
    this.struck += 1;
    return new DatabaseError(message, code);
  }

  async execute(client: ClientLike, ...given: Query): Answer {
    this.inFlight += 1;
    this.statements += 1;
    try {
      return await client.query(...given);
    } finally {
      this.inFlight -= 1;
    }
  }
}

type Query = Parameters<ClientLike['query']>;
type Answer = ReturnType<ClientLike['query']>;

class GatedPool extends EventEmitter implements PoolLike {
  readonly options = { max: 10 };

  constructor(
    private readonly database: WorldDatabase,
    private readonly replica: Replica,
    private readonly pool: QuickPool,
  ) {
    super();
  }

  async connect(): Promise<ClientLike> {
    const { database, replica, pool } = this;
    await replica.gate('database', 'before');
    if (database.fault === 'away') throw database.failure('connect ECONNREFUSED', 'ECONNREFUSED');
    return new GatedClient(database, replica, await pool.connect());
  }

  async query(...given: Query): Answer {
    const client = await this.connect();
    try {
      return await client.query(...given);
    } finally {
      client.release();
    }
  }

  async end(): Promise<void> {
    // The database is everybody's.
  }
}

class GatedClient extends EventEmitter implements ClientLike {
  constructor(
    private readonly database: WorldDatabase,
    private readonly replica: Replica,
    private readonly client: ClientLike,
  ) {
    super();
  }

  async query(...given: Query): Answer {
    const [statement] = given;
    const text = typeof statement === 'string' ? statement : statement.text;
    if (this.database.fault === 'full' && isWrite(text)) {
      throw this.database.failure('could not extend file: No space left on device', DISK_FULL);
    }
    const result = await this.database.execute(this.client, ...given);
    if (/^\s*commit/i.test(text)) {
      // It is committed: the replica may die before it hears of it, or never hear of it.
      await this.replica.gate('database', 'after');
      if (this.database.fault === 'lost_commits') {
        throw this.database.failure('Connection terminated unexpectedly', 'ECONNRESET');
      }
    }
    return result;
  }

  release(): void {
    this.client.release();
  }
}

function isWrite(text: string): boolean {
  return /^\s*(insert|update|delete)/i.test(text);
}
