import { defineConfig } from 'vitest/config';

const common = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/acceptance/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'acceptance',
          include: ['test/acceptance/*.test.ts'],
          globalSetup: 'test/acceptance/prepared-data.ts',
        },
      },
    ],
  },
});
