import type { Client } from 'pg';
import { type Finding, ok, warn } from '../finding.js';

const ABOUT = 'connections';
/** docs/engine.md, «Pools and time-outs». */
const OF_A_REPLICA = 6;

interface Counted {
  readonly of_server: number;
  readonly of_database: number | null;
  readonly of_user: number | null;
  readonly used: number;
  readonly in_database: number;
  readonly by_user: number;
}

/** Whether the server has connections left for one more replica. */
export async function roomFindings(client: Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<Counted>(
    `select current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int as of_server,
       nullif(datconnlimit, -1) as of_database, nullif(rolconnlimit, -1) as of_user,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
       (select count(*)::int from pg_stat_activity where datname = current_database()) as in_database,
       (select count(*)::int from pg_stat_activity where usename = current_user) as by_user
     from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
  );
  const [room] = rows;
  if (!room) return [];
  const left = Math.min(
    room.of_server - room.used,
    (room.of_database ?? Number.POSITIVE_INFINITY) - room.in_database,
    (room.of_user ?? Number.POSITIVE_INFINITY) - room.by_user,
  );
  if (left >= OF_A_REPLICA) return [ok(ABOUT, `${left} left`)];
  const advice = `Free some, or raise the limit: a replica takes ${OF_A_REPLICA}`;
  return [warn(ABOUT, `${Math.max(0, left)} left`, advice)];
}
