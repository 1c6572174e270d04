import { readFileSync, readlinkSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Who holds a folder. The last three are Linux's, and null elsewhere. */
const ownerSchema = z.object({
  pid: z.number().int(),
  /** ISO 8601 */
  since: z.string(),
  host: z.string(),
  /** Tells two boots of one machine apart. */
  boot: z.string().nullable(),
  /** Two containers may both have a process 1. */
  pidNamespace: z.string().nullable(),
  /** Ticks from boot to the start of the process: tells a reused pid from the first one. */
  started: z.string().nullable(),
});

export type LockOwner = z.infer<typeof ownerSchema>;

/** This process, as an owner from now on. */
export function thisProcess(): LockOwner {
  return {
    pid: process.pid,
    since: new Date().toISOString(),
    host: hostname(),
    boot: readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOrNull(() => readlinkSync('/proc/self/ns/pid')),
    started: startOf(process.pid),
  };
}

/**
 * Whether the owner still runs, judged from here. `unknown` where it can't be seen: another host,
 * boot or container, or a system that doesn't tell when a process started.
 */
export function livenessOf(owner: LockOwner): 'alive' | 'dead' | 'unknown' {
  const here = thisProcess();
  const visible =
    owner.host === here.host &&
    owner.boot === here.boot &&
    owner.pidNamespace === here.pidNamespace;
  if (!visible) return 'unknown';
  if (!runs(owner.pid)) return 'dead';
  const started = startOf(owner.pid);
  if (owner.started === null || started === null) return 'unknown';
  return owner.started === started ? 'alive' : 'dead';
}

export async function readOwner(folder: string): Promise<LockOwner | undefined> {
  const text = await readFile(ownerPath(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function writeOwner(folder: string, owner: LockOwner): Promise<void> {
  await writeFile(ownerPath(folder), JSON.stringify(owner), { mode: 0o600 });
}

export async function removeOwner(folder: string): Promise<void> {
  await rm(ownerPath(folder), { force: true });
}

function ownerPath(folder: string): string {
  return join(folder, 'lock-owner.json');
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Field 22 of /proc/<pid>/stat; the name before it may hold spaces and brackets. */
function startOf(pid: number): string | null {
  return readOrNull(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing any more: its files are closed.
    return state === 'Z' || state === 'X' ? 'ended' : (fields[18] ?? null);
  });
}

function readOrNull(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
