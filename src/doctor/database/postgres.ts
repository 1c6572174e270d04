import pg from 'pg';
import { addressOf } from '../../storage/postgres.js';
import type { Deployment } from '../deployment.js';
import { type Finding, fail } from '../finding.js';
import { adviceOn, reasonOf } from '../reason.js';
import { replicaFindings } from './replicas.js';
import { rightsFindings } from './rights.js';
import { roomFindings } from './room.js';
import { serverFindings } from './server.js';
import { tablesFindings } from './tables.js';

/** Soon with an answer. ms */
const CONNECT = 4_000;
const STATEMENT = 3_000;

const ABOUT = 'database';

/** What Postgres says when it lets nobody in, by its code, and what to do. */
const REFUSED = new Map([
  ['28P01', 'Put the right user and password into DATABASE_URL'],
  [
    '28000',
    'Let this user in from here (pg_hba.conf); where it says «no encryption», add ?sslmode=verify-full, or set PGSSLMODE',
  ],
  ['3D000', 'Make the database, or put the right name into DATABASE_URL'],
  ['53300', 'Give the server more connections, or stop what holds them: a replica takes 6'],
  ['42501', 'Grant the user what it lacks'],
]);

/** One connection, and nothing on it that is kept. */
export async function postgresFindings(
  url: string,
  { clocks }: Deployment,
): Promise<readonly Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'opsguide doctor',
    connectionTimeoutMillis: CONNECT,
    statement_timeout: STATEMENT,
    query_timeout: STATEMENT,
  });
  // One that breaks between two statements is told by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return [
      ...(await serverFindings(client, addressOf(url), clocks)),
      ...(await tablesFindings(client)),
      ...(await rightsFindings(client)),
      ...(await roomFindings(client)),
      ...(await replicaFindings(client)),
    ];
  } catch (error) {
    const { code, said } = reasonOf(error);
    const advice =
      REFUSED.get(code) ?? adviceOn(code) ?? 'Check DATABASE_URL, and the server’s log';
    return [fail(ABOUT, `${addressOf(url)} can’t be used: ${said}`, advice)];
  } finally {
    void client.end().catch(() => undefined);
  }
}
