import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Names our lock among all advisory locks of the database. */
const MIGRATION_LOCK = 7_205_981_347;
/** How long another one may migrate before this one gives up. ms */
const PATIENCE = 60_000;

/**
 * Runs the work while no other replica runs its own: the engine takes no lock for its migrations, and
 * two that migrate an empty database at once break each other.
 *
 * Asks for the lock again and again: who waits inside of `pg_advisory_lock` keeps a snapshot, and the
 * migrations' CREATE INDEX CONCURRENTLY would wait for that one in turn.
 */
export async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  const tryLock = async () => {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1) as locked',
      [MIGRATION_LOCK],
    );
    return rows[0]?.locked === true;
  };
  try {
    const patientUntil = performance.now() + PATIENCE;
    while (!(await tryLock())) {
      if (performance.now() > patientUntil) {
        throw new Error('Another replica has been migrating for over 60 s');
      }
      await pause(200);
    }
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    client.release();
  }
}
