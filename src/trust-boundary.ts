import type { Pool } from 'pg';
import type { PoolLike } from './storage/pglite-pool.js';

/**
 * Lets the embedded database stand where a `pg.Pool` is asked for. Trusted, not proven: `PoolLike`
 * is the part of `pg.Pool` that DBOS 5.3 and Kysely 0.28 use (promises, no callbacks, no cursors,
 * no streams), and the tests of both run on it. Read their use again before either is upgraded.
 */
export function asPgPool(pool: PoolLike): Pool {
  return pool as Pool;
}
