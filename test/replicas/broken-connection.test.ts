import { expect, inject, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/storage/open-database.js';
import { freshDatabase } from '../postgres/database.js';

it('A connection that breaks between two statements of a transaction ends no process', async () => {
  const fresh = await freshDatabase(inject('postgresUrl') ?? '');
  const broken: string[] = [];
  const onConnectionLost = ({ message }: Error) => void broken.push(message);
  const events = { onLockLost() {}, onConnectionLost };
  const { pool, close } = await openDatabase({ kind: 'postgres', url: fresh.url }, events);
  onTestFinished(async () => {
    await close();
    await fresh.drop();
  });
  const client = await pool.connect();
  await client.query('begin');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect.poll(() => broken.join()).toContain('terminating connection');
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await pool.query('select 1 as one')).rows).toStrictEqual([{ one: 1 }]);
});
