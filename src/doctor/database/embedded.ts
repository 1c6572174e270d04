import { access, constants, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { refuseTorn } from '../../storage/closing-mark.js';
import { unusable } from '../../storage/embedded.js';
import { StorageError } from '../../storage/errors.js';
import { livenessOf, readOwner } from '../../storage/lock-owner.js';
import type { Deployment } from '../deployment.js';
import { type Finding, fail, ok, warn } from '../finding.js';
import { reasonOf } from '../reason.js';

const ABOUT = 'DATA_DIR';

/** A new database has 27 MB; years of runs have some hundred. Bytes */
const LITTLE = 500e6;
const TOO_LITTLE = 100e6;

/** The folder of the embedded database: what can be seen of it without opening it. */
export async function embeddedFindings(
  dataDir: string,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const folder = resolve(dataDir);
  return [
    ...(deployment.dyno ? [LOST_DAILY] : []),
    ...(await spaceFindings(folder, deployment)),
    await folderFinding(folder),
  ];
}

const LOST_DAILY = fail(
  'database',
  'embedded, on a dyno: its disk is lost at least once a day, and with it every run',
  'Add a PostgreSQL: it sets DATABASE_URL',
);

async function folderFinding(folder: string): Promise<Finding> {
  const owner = await readOwner(folder);
  const liveness = owner && livenessOf(owner);
  if (owner && liveness === 'alive') {
    return ok(ABOUT, `${folder}: in use by the bot, process ${owner.pid}, since ${owner.since}`);
  }
  const database = join(folder, 'pglite');
  try {
    const parts = [folder, database, join(database, 'PG_VERSION')];
    for (const part of parts) await writable(part);
    const found = await refuseTorn(folder, database);
    if (found === 'none') return ok(ABOUT, `${folder}: no database yet, the first start makes one`);
  } catch (error) {
    // It names the folder and says what to do.
    const said = error instanceof StorageError ? error : unusable(folder, error);
    const found = said.message.replace(/^(The database in )?DATA_DIR /, '');
    return fail(ABOUT, found, 'docs/deploy.md says how it is kept, backed up and restored');
  }
  if (owner && liveness === 'unknown') {
    const who = `process ${owner.pid} on ${owner.host}, since ${owner.since}`;
    const advice = 'If that one still runs, stop it; if not, the next start waits up to 12 s';
    return warn(ABOUT, `${folder}: was taken by ${who}, which can’t be seen from here`, advice);
  }
  return ok(ABOUT, `${folder}: a database that nobody has open`);
}

/** What is not there yet is made in the next folder above it that is. */
async function writable(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    if (reasonOf(error).code !== 'ENOENT') throw error;
    if (dirname(path) !== path) await writable(dirname(path));
  }
}

async function spaceFindings(folder: string, { freeSpace }: Deployment): Promise<Finding[]> {
  const free = await freeSpace(await existing(folder)).catch(() => undefined);
  if (free === undefined || free >= LITTLE) return [];
  const found = `${Math.round(free / 1e6)} MB are free where ${folder} is`;
  const advice = 'Make room: a full disk stops every run';
  return [free < TOO_LITTLE ? fail(ABOUT, found, advice) : warn(ABOUT, found, advice)];
}

async function existing(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : existing(dirname(path));
}
