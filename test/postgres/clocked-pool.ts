import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { columnTypes } from '../../src/storage/column-types.js';
import { endPool } from './end-pool.js';

/**
 * The database's clock as the tests have it: `clock_timestamp()` gives `Date.now()` of this process,
 * which a virtual clock sets. PGlite does so by itself; a server is told with each query.
 */
export async function clockedPool(url: string): Promise<PostgresPool> {
  const pool = new pg.Pool({
    ...{ connectionString: url, types: columnTypes, max: 10 },
    options: '-c search_path=test_clock,pg_catalog,public',
  });
  await pool.query('create schema test_clock');
  await pool.query(`
    create function test_clock.clock_timestamp() returns timestamptz language sql volatile as
    $$ select to_timestamp(current_setting('test.now')::float8 / 1000) $$`);
  return {
    connect: async () => new ClockedClient(await pool.connect()),
    end: () => endPool(pool),
  };
}

/** What a connection was told last: a virtual clock stands still for many a statement. Epoch ms */
const told = new WeakMap<pg.PoolClient, number>();

class ClockedClient implements PostgresPoolClient {
  constructor(private readonly client: pg.PoolClient) {}

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    sql: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof sql !== 'string') throw new Error('No cursors here');
    return this.#told<Row>(sql, parameters);
  }

  release(): void {
    this.client.release();
  }

  async #told<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (/^\s*rollback/i.test(sql)) {
      // In a transaction that failed nothing but its end is taken; what it was told goes with it.
      told.delete(this.client);
    } else if (told.get(this.client) !== Date.now()) {
      const now = Date.now();
      await this.client.query("select set_config('test.now', $1, false)", [String(now)]);
      told.set(this.client, now);
    }
    const { command, rowCount, rows } = await this.client.query<pg.QueryResultRow & Row>(sql, [
      ...parameters,
    ]);
    return { command: commandOf(command), rowCount: rowCount ?? 0, rows };
  }
}

type Command = PostgresQueryResult<unknown>['command'];
const COMMANDS: readonly Command[] = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE'];

/** Kysely asks for these alone; of another statement it wants to know nothing. */
function commandOf(command: string): Command {
  return COMMANDS.find((one) => one === command) ?? 'SELECT';
}
