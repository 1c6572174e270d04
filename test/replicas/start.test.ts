import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { Replicas } from './world.js';

vi.setConfig({ testTimeout: 180_000 });

const MIGRATE = fileURLToPath(new URL('../../dist/migrate.js', import.meta.url));
const run = promisify(execFile);

/** The release step as a process, with these settings and nothing of this shell's. */
async function migrate(env: Readonly<Record<string, string>>) {
  return run(process.execPath, [MIGRATE], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

describe('On an empty database', () => {
  let replicas: Replicas;
  afterEach(() => replicas.close());

  it('three replicas and the release step start together, and any of them serves', async () => {
    replicas = await Replicas.open({ emptyOn: inject('postgresUrl') ?? '' });
    const names = ['one', 'two', 'three'];
    const [released] = await Promise.all([
      migrate({ DATABASE_URL: replicas.databaseUrl }),
      ...names.map((name) => replicas.start(name)),
    ]);
    expect(released).toStrictEqual({ code: 0, said: 'The database is up to date\n' });
    expect(await replicas.rows()).toStrictEqual(names.toSorted());
    replicas.orders.addOrder({ id: 'ORD-FIRST' });
    await replicas.cancels('ORD-FIRST');
    await replicas.card('ORD-FIRST', undefined, 'Audit entry verified');
    expect(await migrate({ DATABASE_URL: replicas.databaseUrl })).toMatchObject({ code: 0 });
  });

  it('a replica starts again though a later version’s release step was there before', async () => {
    replicas = await Replicas.open({ emptyOn: inject('postgresUrl') ?? '' });
    await migrate({ DATABASE_URL: replicas.databaseUrl });
    await replicas.pool.query(
      `insert into opsguide.kysely_migration values ('9999-of-a-later-version', 'now')`,
    );
    await replicas.start('one');
  });
});

describe('The release step', () => {
  it('has nothing to do for the embedded database, which the bot itself keeps up to date', async () => {
    const { code, said } = await migrate({});
    expect(code).toBe(0);
    expect(said).toContain('No DATABASE_URL');
  });

  it('says plainly that the database cannot be reached, and keeps the password to itself', async () => {
    const { code, said } = await migrate({
      DATABASE_URL: 'postgres://somebody:a-password@127.0.0.1:1/nowhere',
    });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database of DATABASE_URL \(127\.0\.0\.1:1\/nowhere\) can't be used/);
    expect(said).not.toContain('a-password');
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('names a fault of its own setting, and asks for no other', async () => {
    const { code, said } = await migrate({ DATABASE_URL: 'a-database' });
    expect(code).toBe(1);
    expect(said).toContain('DATABASE_URL');
    expect(said).not.toContain('SLACK_BOT_TOKEN');
  });
});
