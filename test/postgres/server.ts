import type { TestProject } from 'vitest/node';
import { OwnServer } from './own-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which databases can be made; absent where the tests run on PGlite. */
    readonly postgresUrl?: string;
  }
}

/**
 * A real PostgreSQL for the tests of a project: that of TEST_DATABASE_URL, else one of their own, which
 * the projects after this one are given in turn.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => undefined;
  }
  const server = await OwnServer.start();
  project.provide('postgresUrl', server.url);
  process.env.TEST_DATABASE_URL = server.url;
  return () => server.close();
}
