import type pg from 'pg';

/**
 * Ends a pool, and waits until its connections are closed. The pool's own `end` comes back before
 * that: a connection that is still closing when its database is dropped would meet an error that
 * nobody listens for.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    let open = pool.totalCount;
    if (open === 0) resolve();
    pool.on('remove', () => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  await pool.end();
  await closed;
}
