import type { Client } from 'pg';
import type { Clocks } from '../clocks.js';
import { type Finding, fail, ok, warn } from '../finding.js';

const ABOUT = 'database';
/** The oldest that the tests were run on. */
const OLDEST = 15;

interface Server {
  readonly version: string;
  readonly standby: boolean;
  readonly read_only: string;
  readonly now: string;
}

/** Which server it is, whether it can be written to, and its clock. */
export async function serverFindings(
  client: Client,
  address: string,
  clocks: Clocks,
): Promise<readonly Finding[]> {
  const asked = clocks.now();
  const { rows } = await client.query<Server>(
    `select current_setting('server_version') as version, pg_is_in_recovery() as standby,
       current_setting('transaction_read_only') as read_only,
       extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  const [server] = rows;
  if (!server) return [];
  const answered = clocks.now();
  clocks.read('the database', { asked, answered, theirs: Number(server.now), grain: 1 });
  const name = `PostgreSQL ${server.version} at ${address}`;
  if (server.standby || server.read_only === 'on') {
    return [
      fail(ABOUT, `${name} is read-only`, 'Put the address of the primary into DATABASE_URL'),
    ];
  }
  if (Number.parseInt(server.version, 10) < OLDEST) {
    const advice = `Take ${OLDEST} or newer: the bot was not tried on this one`;
    return [warn(ABOUT, name, advice)];
  }
  return [ok(ABOUT, name)];
}
