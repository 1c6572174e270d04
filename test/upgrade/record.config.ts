import { defineConfig } from 'vitest/config';

/** `npm run record-logs`, on a PostgreSQL of its own. */
export default defineConfig({
  test: {
    include: ['test/upgrade/record-logs.ts'],
    globalSetup: 'test/postgres/server.ts',
    hookTimeout: 120_000,
  },
});
