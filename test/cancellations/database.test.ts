import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { emptyDatabase } from './database.js';
import { EMPTYING } from './emptying.js';

it('A database that was used and emptied has the triggers of a new one', async () => {
  for (const _ of ['used', 'emptied']) {
    const { db, close } = await emptyDatabase();
    const { rows } = await sql<{ name: string; always: boolean }>`
      select tgname as name, tgenabled = 'A' as always from pg_trigger
      where tgrelid = 'opsguide.audit'::regclass order by tgname`.execute(db);
    await close();
    expect(rows).toStrictEqual([
      { name: 'append_only', always: true },
      { name: 'never_emptied', always: true },
    ]);
  }
});

it('A database that was used is emptied of every table before it is used again', async () => {
  const { db, close } = await emptyDatabase();
  const { rows } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname = 'opsguide' and tablename not like 'kysely_%'`.execute(db);
  await close();
  expect(rows).not.toHaveLength(0);
  expect(rows.filter(({ name }) => !EMPTYING.join(' ').includes(name))).toStrictEqual([]);
});
