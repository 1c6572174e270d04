import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../src/storage/lock-owner.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { copyFolder } from '../copy-folder.js';

const quiet = { onLockLost() {}, onConnectionLost() {} };
const openEmbedded = (dataDir: string) => openDatabase({ kind: 'embedded', dataDir }, quiet);
const MARK = 'closing-mark.json';
const PAGE = 8192;

let folder: string;
/** A database that was closed as it should be. */
let stopped: string;
/** The file of its table `kept`. */
let keptIn: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torn-'));
  stopped = join(folder, 'stopped');
  // What a first start left that was killed in the middle.
  await mkdir(join(stopped, 'pglite.making'), { recursive: true });
  await writeFile(join(stopped, 'pglite.making', 'PG_VERSION'), '18');
  const { pool, close } = await openEmbedded(stopped);
  await pool.query(
    "create table kept as select g id, repeat('x', 500) note from generate_series(1, 200) g",
  );
  const { rows } = await pool.query<{ path: string }>("select pg_relation_filepath('kept') path");
  keptIn = join('pglite', rows[0]?.path ?? '');
  await close();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOf(dataDir: string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'copy-'));
  await copyFolder(dataDir, copy);
  return copy;
}

async function kept(dataDir: string): Promise<number> {
  const { pool, close } = await openEmbedded(dataDir);
  try {
    const { rows } = await pool.query<{ kept: number }>('select count(note)::int kept from kept');
    return rows[0]?.kept ?? 0;
  } finally {
    await close();
  }
}

/** A process that has the database open. */
async function holder(dataDir: string): Promise<ChildProcess> {
  const child = fork(new URL('./fixtures/holder.mjs', import.meta.url), {
    env: { ...process.env, DATA_DIR: dataDir, WITH_DATABASE: 'yes' },
  });
  children.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const said = async (child: ChildProcess) => (await once(child, 'message'))[0];

describe('A database folder that was copied while the bot was stopped', () => {
  it('is taken, with its rows, and again after it was used', async () => {
    const copy = await copyOf(stopped);
    expect(await kept(copy)).toBe(200);
    expect(await kept(await copyOf(copy))).toBe(200);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['lacks a file', (path) => rm(path)],
    ['has a file cut off', (path) => truncate(path, PAGE)],
    ['has a page of another moment', (path) => overwrite(path, Buffer.alloc(PAGE), PAGE)],
    ['has a file left over', (path) => writeFile(`${path}00`, '')],
    [
      'has another pg_control',
      (path) => overwrite(beside(path, 'global/pg_control'), Buffer.alloc(8, 7), 24),
    ],
    ['lacks its WAL', (path) => rm(beside(path, 'pg_wal'), { recursive: true })],
    ['lacks its first file', (path) => rm(beside(path, 'PG_VERSION'))],
    ['lacks all but the mark', (path) => rm(beside(path, ''), { recursive: true })],
  ])('is refused where it %s, and nothing in it is touched', async (_, tear) => {
    const copy = await copyOf(stopped);
    await tear(join(copy, keptIn));
    const before = await readdir(copy, { recursive: true });
    await expect(openEmbedded(copy)).rejects.toMatchObject({
      code: 'data_dir_torn',
      message: expect.stringContaining(`DATA_DIR ${copy} `),
    });
    expect(await readdir(copy, { recursive: true })).toStrictEqual(before);
    expect(await readOwner(copy)).toBeUndefined();
  });

  it('is refused where its mark can not be read', async () => {
    const copy = await copyOf(stopped);
    await writeFile(join(copy, MARK), '');
    await expect(openEmbedded(copy)).rejects.toMatchObject({ code: 'data_dir_torn' });
  });
});

describe('A database folder that stands where the bot left it', () => {
  it('is taken without being read anew; a copy of it is read', async () => {
    const used = await copyOf(stopped);
    await kept(used);
    const left = JSON.parse(await readFile(join(used, MARK), 'utf8'));
    await writeFile(join(used, MARK), JSON.stringify({ ...left, print: 'of nothing' }));
    const copy = await copyOf(used);
    expect(await kept(used)).toBe(200);
    await expect(openEmbedded(copy)).rejects.toMatchObject({ code: 'data_dir_torn' });
  });

  it('is refused where a page of it was written since, though no size has changed', async () => {
    const used = await copyOf(stopped);
    await kept(used);
    await overwrite(join(used, keptIn), Buffer.alloc(PAGE), PAGE);
    await expect(openEmbedded(used)).rejects.toMatchObject({ code: 'data_dir_torn' });
  });

  it('is taken where an earlier version left it, which knew no stamp', async () => {
    const used = await copyOf(stopped);
    await kept(used);
    const { stamp, ...earlier } = JSON.parse(await readFile(join(used, MARK), 'utf8'));
    expect(stamp).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(join(used, MARK), JSON.stringify(earlier));
    expect(await kept(used)).toBe(200);
  });
});

describe('A database folder that was copied while the bot had it open', () => {
  it('is refused; the folder itself is taken after kill -9', async () => {
    const used = await copyOf(stopped);
    const child = await holder(used);
    expect(await said(child)).toStrictEqual({ held: true });
    const copy = await copyOf(used);
    await killed(child);
    await expect(openEmbedded(copy)).rejects.toMatchObject({
      code: 'data_dir_torn',
      message: expect.stringMatching(/copy of one that was in use, since \d{4}-/),
    });
    expect(await kept(used)).toBe(200);
    // Whoever knows better says so.
    await rm(join(copy, MARK));
    expect(await kept(copy)).toBe(200);
  });
});

describe('A database folder without a mark', () => {
  it('is taken, as one of an earlier version', async () => {
    const copy = await copyOf(stopped);
    await rm(join(copy, MARK));
    expect(await kept(copy)).toBe(200);
    expect(await stat(join(copy, MARK))).toBeDefined();
  });

  it('is refused in Postgres’ own words where Postgres can not start from it', async () => {
    const copy = await copyOf(stopped);
    await rm(join(copy, MARK));
    await rm(join(copy, 'pglite', 'pg_wal'), { recursive: true });
    await expect(openEmbedded(copy)).rejects.toMatchObject({
      code: 'data_dir_unusable',
      message: expect.stringMatching(/can't be opened: required WAL directory "pg_wal"/),
    });
  });
});

describe('The very first start', () => {
  it('killed in the middle leaves nothing that looks like a database', async () => {
    const fresh = join(folder, 'fresh');
    const child = await holder(fresh);
    while (!(await isThere(join(fresh, 'pglite.making', 'base')))) await pause(20);
    await killed(child);
    expect(await isThere(join(fresh, 'pglite'))).toBe(false);
    expect(await isThere(join(fresh, MARK))).toBe(false);
  });

  it('clears away what one that was killed has left', async () => {
    expect(await isThere(join(stopped, 'pglite.making'))).toBe(false);
  });
});

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** From a file of the database to another path in it. */
function beside(path: string, other: string): string {
  return join(path.slice(0, path.indexOf('pglite')), 'pglite', other);
}

async function overwrite(path: string, bytes: Buffer, at: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(bytes, 0, bytes.length, at);
  } finally {
    await file.close();
  }
}
