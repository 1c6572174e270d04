import { readFile } from 'node:fs/promises';

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100;
const MS_PER_TICK = 1_000 / TICKS_PER_SECOND;

/** CPU time that these processes have used, in ms; their children are not among it. */
export async function cpuOf(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => cpuIn(await readFile(`/proc/${pid}/stat`, 'utf8'))),
  );
  return each.reduce((sum, one) => sum + one, 0);
}

/** The same, from the text of /proc/<pid>/stat. The name in it may hold spaces and brackets. */
export function cpuIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Counted from the state, the third field of the page: utime is the 14th, stime the 15th.
  const [userTicks, systemTicks] = [Number(fields[11]), Number(fields[12])];
  return (userTicks + systemTicks) * MS_PER_TICK;
}

/** Memory that a process holds (resident set), in MB of a million bytes. */
export async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = /^Rss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup names no Rss`);
  return (Number(kilobytes) * 1_024) / 1_000_000;
}
