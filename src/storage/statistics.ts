import type { Pool } from 'pg';

/** How often one looks for tables that have changed. ms */
const LOOK_EVERY = 15_000;

/**
 * Tables of which so much has changed that what the planner knows of them is no longer so: about as
 * much as Postgres would let pass by itself, and of a large one no more than the migrations allow there.
 */
const CHANGED = `
  SELECT pg_class.oid::regclass::text AS name
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind = 'r' AND nspname IN ('dbos', 'opsguide')
    AND pg_stat_get_mod_since_analyze(pg_class.oid) > least(500 + greatest(reltuples, 0) / 10, 5000)`;

/**
 * Keeps what the planner knows of the tables, as autovacuum does where there is one: PGlite has none, and
 * a queue that has grown to thousands would be read whole at every look. Gives what ends it.
 */
export function keepStatistics(pool: Pool, lookEvery = LOOK_EVERY): () => void {
  // What failed is tried at the next look; a full disk is told by those who have more to lose.
  const looking = setInterval(() => void analyseChanged(pool).catch(() => undefined), lookEvery);
  looking.unref();
  return () => clearInterval(looking);
}

/** One by one: whoever comes meanwhile has a turn between two. */
async function analyseChanged(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(CHANGED);
  for (const { name } of rows) await pool.query(`ANALYZE ${name}`);
}
