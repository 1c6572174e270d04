import { open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StorageError } from './errors.js';
import { printOf, stampOf } from './folder-print.js';

/**
 * Tells a database from a copy of it, by a file that is written once and never again. Copied, it has
 * another inode and another time of change. Another mount of the same disk may number inodes anew, and
 * a new owner touches the time; neither does both.
 */
const identity = z.object({ inode: z.string(), changed: z.string() });

const markSchema = z.discriminatedUnion('state', [
  /** In use since then, or its process was killed. */
  z.object({ state: z.literal('open'), since: z.string(), identity }),
  /** Postgres had ended, and this is what it left. An earlier version of the bot left no stamp. */
  z.object({
    state: z.literal('closed'),
    at: z.string(),
    print: z.string(),
    stamp: z.string().optional(),
  }),
]);
type Mark = z.infer<typeof markSchema>;

/** `DBState` in Postgres' pg_control. */
const STATE_AT = 16;
const SHUT_DOWN = 1;

const ADVICE =
  'restore a whole copy of it that was made while the bot was stopped. Where you know that it is sound, remove';

/**
 * Refuses a database that was copied while the bot wrote into it, or restored or lost in part, as
 * far as the mark beside it shows that. What a kill left is taken: Postgres mends it. So is a
 * database that has no mark. Says whether there is one yet.
 *
 * @throws StorageError `data_dir_torn`, or the error of the file system
 */
export async function refuseTorn(dataDir: string, database: string): Promise<'none' | 'there'> {
  const text = await unlessMissing(readFile(pathIn(dataDir), 'utf8'));
  const files = (await unlessMissing(readdir(database))) ?? [];
  if (text === undefined && files.length === 0) return 'none';
  const why = files.includes('PG_VERSION')
    ? text !== undefined && (await whyTorn(markOf(text), database))
    : 'is gone, or a part of it';
  if (why) throw torn(dataDir, why);
  return 'there';
}

function torn(dataDir: string, why: string): StorageError {
  return new StorageError(
    'data_dir_torn',
    `The database in DATA_DIR ${dataDir} ${why}: ${ADVICE} ${pathIn(dataDir)} and start again`,
  );
}

async function whyTorn(mark: Mark | undefined, database: string): Promise<string | undefined> {
  if (!mark) return 'has a closing mark that can not be read';
  const found = await identityOf(database);
  if (mark.state === 'closed') {
    return (await isWhatWasLeft(mark, database))
      ? undefined
      : `is not what the bot left when it stopped at ${mark.at}`;
  }
  const { inode, changed } = mark.identity;
  return found.inode === inode || found.changed === changed
    ? undefined
    : `is a copy of one that was in use, since ${mark.since}, and may have been written to meanwhile`;
}

/** Whether they are those very files, which takes a moment to see, or a whole copy of them. */
async function isWhatWasLeft(
  { print, stamp }: Extract<Mark, { state: 'closed' }>,
  database: string,
): Promise<boolean> {
  try {
    const isUntouched = stamp !== undefined && (await stampOf(database)) === stamp;
    return isUntouched || (await printOf(database)) === print;
  } catch {
    return false;
  }
}

/** To be called before the database is opened. */
export async function markOpen(dataDir: string, database: string): Promise<void> {
  const since = new Date().toISOString();
  await write(dataDir, { state: 'open', since, identity: await identityOf(database) });
}

/** To be called when the database has ended. Marks nothing where Postgres did not end well. */
export async function markClosed(dataDir: string, database: string): Promise<void> {
  if (!(await isShutDown(database))) return;
  const [print, stamp] = [await printOf(database), await stampOf(database)];
  await write(dataDir, { state: 'closed', at: new Date().toISOString(), print, stamp });
}

function markOf(text: string): Mark | undefined {
  try {
    return markSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function identityOf(database: string) {
  const { ino, ctimeNs } = await stat(join(database, 'PG_VERSION'), { bigint: true });
  return { inode: String(ino), changed: String(ctimeNs) };
}

async function isShutDown(database: string): Promise<boolean> {
  const control = await open(join(database, 'global', 'pg_control'));
  try {
    const { buffer } = await control.read(Buffer.alloc(4), 0, 4, STATE_AT);
    return buffer.readUInt32LE() === SHUT_DOWN;
  } finally {
    await control.close();
  }
}

/** A kill in the middle leaves the mark that was there. */
async function write(dataDir: string, mark: Mark): Promise<void> {
  const path = pathIn(dataDir);
  const next = `${path}.next`;
  try {
    await writeFile(next, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'closing-mark.json');
}
