import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which databases can be made; absent where the tests run on PGlite. */
    readonly postgresUrl?: string;
  }
}

/**
 * A real PostgreSQL for the tests of a project: that of TEST_DATABASE_URL, else one of their own, from
 * binaries that come as a package.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-postgres-'));
  // Postgres refuses to run as root, and its own user has to get in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = fork(new URL('./fixtures/serve.mjs', import.meta.url), [
    ...[join(folder, 'data'), String(port)],
  ]);
  const ended = once(server, 'exit');
  const failed = ended.then(() => Promise.reject(new Error('PostgreSQL did not start')));
  await Promise.race([once(server, 'message'), failed]);
  failed.catch(() => undefined);
  project.provide('postgresUrl', `postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
  return async () => {
    server.disconnect();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
