import type { Pool } from 'pg';

export interface Database {
  /** What DBOS takes as `systemDatabasePool` and Kysely's `PostgresDialect` as `pool`. */
  readonly pool: Pool;
  /**
   * Postgres, which several replicas share: one connection that never waits behind the work, soon with
   * an answer or an error. The embedded database has one process and needs none.
   */
  readonly aside?: Pool;
  /** Gives the work (a migration, an auditor) connections without the time-outs, for as long as it takes. */
  unhurried<T>(work: (pool: Pool) => Promise<T>): Promise<T>;
  /**
   * Ends the pool and gives DATA_DIR back, within about 3 s even where a client was never released.
   * Shut the engine down before. May be called again.
   */
  close(): Promise<void>;
}

export interface StorageEvents {
  /** DATA_DIR was taken away from this process: it must stop at once, without writing more. */
  onLockLost(error: Error): void;
  /** An idle connection broke; the pool opens another one when it needs one. */
  onConnectionLost(error: Error): void;
}
