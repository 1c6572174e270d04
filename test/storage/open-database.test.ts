import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unusable } from '../../src/storage/embedded.js';
import { lockFolder } from '../../src/storage/folder-lock.js';
import { readOwner, thisProcess, writeOwner } from '../../src/storage/lock-owner.js';
import { openDatabase } from '../../src/storage/open-database.js';

let folder: string;
const children: ChildProcess[] = [];
const quiet = { onLockLost() {}, onConnectionLost() {} };
const nothing = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-dir-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

function open(dataDir: string, env: Record<string, string> = {}) {
  const child = fork(new URL('./fixtures/holder.mjs', import.meta.url), {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
  });
  children.push(child);
  return { child, said: once(child, 'message').then(([message]) => message) };
}

describe('DATA_DIR', () => {
  it('is made for its owner alone, and keeps its rows over a restart', async () => {
    const dataDir = join(folder, 'not', 'there', 'yet');
    const first = await openDatabase({ kind: 'embedded', dataDir }, quiet);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    await first.pool.query("create table kept (id text); insert into kept values ('ORD-1001')");
    await first.close();
    const second = await openDatabase({ kind: 'embedded', dataDir }, quiet);
    expect((await second.pool.query('select id from kept')).rows).toEqual([{ id: 'ORD-1001' }]);
    await Promise.all([second.close(), second.close()]);
  });

  it('is refused to a second process, which is told who holds it', async () => {
    const holder = open(folder);
    expect(await holder.said).toEqual({ held: true });
    const { refused } = await open(folder).said;
    expect(refused.code).toBe('data_dir_in_use');
    expect(refused.message).toContain(folder);
    expect(refused.message).toContain(`process ${holder.child.pid} on `);
    expect(refused.message).toMatch(/since \d{4}-\d\d-\d\dT/);
  });

  it('is free at once after kill -9, with what was written', async () => {
    const holder = open(folder, { WITH_DATABASE: 'yes' });
    await holder.said;
    holder.child.kill('SIGKILL');
    await once(holder.child, 'exit');
    const before = Date.now();
    const unlock = await lockFolder(folder, nothing);
    expect(Date.now() - before).toBeLessThan(1_500);
    await unlock();
    const database = await openDatabase({ kind: 'embedded', dataDir: folder }, quiet);
    expect((await database.pool.query('select pid from held')).rows).toEqual([
      { pid: holder.child.pid },
    ]);
    await database.close();
  });

  it('is free at once after it was closed', async () => {
    const holder = open(folder);
    await holder.said;
    holder.child.send('close');
    await once(holder.child, 'exit');
    expect(holder.child.exitCode).toBe(0);
    const unlock = await lockFolder(folder, nothing);
    await unlock();
    await unlock();
    expect(await readOwner(folder)).toBeUndefined();
  });

  it('stays with a process that was stopped for long, however old its sign of life is', async () => {
    const holder = open(folder);
    await holder.said;
    holder.child.kill('SIGSTOP');
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(folder, 'lock'), longAgo, longAgo);
    await expect(lockFolder(folder, nothing)).rejects.toMatchObject({ code: 'data_dir_in_use' });
  });

  it('is not held by another process that merely got the same pid', async () => {
    const unlock = await lockFolder(folder, nothing);
    await writeOwner(folder, { ...thisProcess(), started: '1' });
    const unlockToo = await lockFolder(folder, nothing);
    await unlockToo();
    await unlock().catch(nothing);
  });

  it('of a machine that is not seen is free once its sign of life is old', async () => {
    const unlock = await lockFolder(folder, nothing);
    await writeOwner(folder, { ...thisProcess(), host: 'elsewhere' });
    const longAgo = new Date(Date.now() - 11_000);
    await utimes(join(folder, 'lock'), longAgo, longAgo);
    const unlockToo = await lockFolder(folder, nothing);
    expect((await readOwner(folder))?.host).toBe(thisProcess().host);
    await unlockToo();
    await unlock().catch(nothing);
  });

  it('taken away is told once, and nothing throws', async () => {
    const lost: Error[] = [];
    const unlock = await lockFolder(folder, (error) => lost.push(error));
    await rm(join(folder, 'lock'), { recursive: true });
    while (lost.length === 0) await pause(50);
    await unlock().catch(nothing);
    expect(lost).toHaveLength(1);
  });

  it('that is a file is refused by name', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'not a folder');
    for (const dataDir of [file, join(file, 'below')]) {
      await expect(openDatabase({ kind: 'embedded', dataDir }, quiet)).rejects.toMatchObject({
        code: 'data_dir_unusable',
        message: expect.stringContaining(`DATA_DIR ${dataDir} is not a folder`),
      });
    }
  });

  it('that holds something else than a database is refused by name, and given back', async () => {
    await writeFile(join(folder, 'pglite'), 'not a database');
    await expect(openDatabase({ kind: 'embedded', dataDir: folder }, quiet)).rejects.toMatchObject({
      code: 'data_dir_unusable',
      message: expect.stringContaining(folder),
    });
    expect(await readOwner(folder)).toBeUndefined();
    expect(await readFile(join(folder, 'pglite'), 'utf8')).toBe('not a database');
  });

  it.each([
    ['ENOSPC', 'data_dir_full', 'is full'],
    ['EACCES', 'data_dir_unusable', "can't be written"],
    ['EROFS', 'data_dir_unusable', "can't be written"],
    ['EIO', 'data_dir_unusable', "can't be opened"],
  ])('%s reads %s', (code, expected, words) => {
    const error = unusable('/data', Object.assign(new Error(`${code}: write`), { code }));
    expect(error).toMatchObject({ code: expected });
    expect(error.message).toContain('DATA_DIR /data');
    expect(error.message).toContain(words);
  });
});

describe('DATABASE_URL', () => {
  it.each([
    ['postgres://bot:s3cret@127.0.0.1:1/orders', '127.0.0.1:1/orders'],
    ['postgres://bot:s3cret@[bad', 'not a URL'],
  ])('that leads nowhere is refused without its password: %s', async (url, where) => {
    const error = await openDatabase({ kind: 'postgres', url }, quiet).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining(where),
    });
    expect(String(error)).not.toContain('s3cret');
  });
});
