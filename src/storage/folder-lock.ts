import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { FolderLockedError } from './errors.js';
import { livenessOf, readOwner, removeOwner, thisProcess, writeOwner } from './lock-owner.js';

/** Without a sign of life for this long, an owner that can't be seen from here is given up. In ms. */
const STALE = 10_000;
const SIGN_OF_LIFE = 2_000;
const LOOK_AGAIN = 250;
/** Longer than two processes can be apart that take over one lock at the same moment. In ms. */
const SETTLING = 100;

/** Gives the folder back. May be called again. */
export type Unlock = () => Promise<void>;

/**
 * Takes the folder for this process alone; PGlite takes no lock of its own, and two that open one
 * folder destroy each other's work. The folder has to exist.
 *
 * A lock whose owner was killed is taken over at once where that can be seen (same host, boot and
 * pid namespace; a reused pid is told by its start), otherwise after 10 s without a sign of life. An
 * owner that can be seen to run keeps it, however long it is stopped or busy.
 *
 * @param onLost told once if somebody took the lock away or its file can't be kept: stop then.
 * @throws FolderLockedError where another process holds it; the error of the file system otherwise
 */
export async function lockFolder(folder: string, onLost: (error: Error) => void): Promise<Unlock> {
  const patientUntil = Date.now() + STALE + SIGN_OF_LIFE;
  const lockPath = join(folder, 'lock');
  for (;;) {
    const owner = await readOwner(folder);
    const liveness = owner ? livenessOf(owner) : 'unknown';
    if (owner && liveness === 'alive') throw new FolderLockedError(folder, owner);
    if (owner && liveness === 'dead') {
      await rm(lockPath, { recursive: true, force: true });
      await removeOwner(folder);
    }
    const release = await tryLock(folder, lockPath, onLost);
    if (release) return await settle(folder, release, owner !== undefined);
    if (Date.now() > patientUntil) throw new FolderLockedError(folder, await readOwner(folder));
    await pause(LOOK_AGAIN);
  }
}

async function tryLock(
  folder: string,
  lockPath: string,
  onLost: (error: Error) => void,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(folder, {
      lockfilePath: lockPath,
      stale: STALE,
      update: SIGN_OF_LIFE,
      onCompromised: onLost,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') return undefined;
    throw error;
  }
}

/** Says who holds it, and where it was taken over makes sure that nobody did the same meanwhile. */
async function settle(
  folder: string,
  release: () => Promise<void>,
  takenOver: boolean,
): Promise<Unlock> {
  const me = thisProcess();
  await writeOwner(folder, me);
  if (takenOver) {
    await pause(SETTLING);
    const owner = await readOwner(folder);
    if (owner?.pid !== me.pid || owner.since !== me.since) {
      throw new FolderLockedError(folder, owner);
    }
  }
  let unlocking: Promise<void> | undefined;
  return () => {
    unlocking ??= removeOwner(folder).finally(() => release());
    return unlocking;
  };
}
