import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { type Finding, fail, ok } from '../finding.js';
import { reasonOf } from '../reason.js';

const ABOUT = 'rights';

/** Ours and the engine's. */
const SCHEMAS = ['opsguide', 'dbos'];

/** Whether this user may write what the bot writes. What is tried is rolled back. */
export async function rightsFindings(client: Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ made: boolean }>(
    "select to_regclass('opsguide.replicas') is not null as made",
  );
  return rows[0]?.made ? mayWrite(client) : mayMake(client);
}

/** There are tables: each must be open to the user, and a row must go in. */
async function mayWrite(client: Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where nspname = any($1) and relkind in ('r', 'p')
       and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
         and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
     order by 1`,
    [SCHEMAS],
  );
  if (rows.length > 0) {
    const names = rows.map(({ name }) => name).join(', ');
    return [fail(ABOUT, `this user may not read and write ${names}`, grant(SCHEMAS))];
  }
  return tried(
    client,
    'insert into opsguide.replicas (replica_id, incarnation, beats, beat_at) values ($1, $2, 0, 0)',
    [`doctor ${randomUUID()}`, randomUUID()],
  );
}

/** There are none yet: the user must be able to make them. */
function mayMake(client: Client): Promise<readonly Finding[]> {
  return tried(client, `create schema "opsguide doctor ${randomUUID()}"`, []);
}

async function tried(
  client: Client,
  statement: string,
  values: readonly string[],
): Promise<readonly Finding[]> {
  await client.query('begin');
  try {
    await client.query(statement, [...values]);
    return [ok(ABOUT, 'this user may write')];
  } catch (error) {
    return [fail(ABOUT, `this user may not write: ${reasonOf(error).said}`, MAKE)];
  } finally {
    await client.query('rollback');
  }
}

const MAKE = 'Let it make schemas: grant create on database <name> to <user>';

function grant(schemas: readonly string[]): string {
  const each = schemas.map((schema) => `grant all on all tables in schema ${schema} to <user>`);
  return `Run the bot as who ran npm run migrate, or ${each.join('; ')}`;
}
