import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyOfDist, runSandbox } from '../run-sandbox.js';

const PATIENT = 120_000;

/** The processes that were given this folder (Linux). */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(folder) ? [pid] : [];
    }),
  );
  return found.flat();
}

describe('npm run sandbox', () => {
  it(
    'prints one address on the loopback, and leaves nothing behind at SIGTERM',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'opsguide-page-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const { code, out, errors } = await runSandbox(['--no-open'], {
        signal: 'SIGTERM',
        env: { TMPDIR: folder },
      });
      expect(errors).toBe('');
      expect(out).toMatch(/^The sandbox: http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\n$/);
      expect(code).toBe(143);
      expect(await readdir(folder)).toStrictEqual([]);
      expect(await processesOf(folder)).toStrictEqual([]);
    },
    PATIENT,
  );

  it('asks for a build where the page is not built', async () => {
    const dist = await copyOfDist();
    await rm(join(dist, 'sandbox/page/client'), { recursive: true });
    const { code, errors } = await runSandbox(['--no-open'], { dist });
    expect(errors).toBe('The page is not built: run `npm run build` first.\n');
    expect(code).toBe(1);
  });
});
