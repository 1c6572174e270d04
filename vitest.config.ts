import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // The tests wait more than they reckon: both cores of a small machine are worth using.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...common,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...['acceptance', 'browser', 'crash', 'replicas', 'simulation', 'upgrade'],
            'doctor/on-postgres',
          ].map((room) => `test/${room}/**`),
        },
      },
      {
        test: {
          ...common,
          name: 'on Postgres',
          include: ['test/cancellations/**/*.test.ts', 'test/doctor/on-postgres/**/*.test.ts'],
          globalSetup: 'test/postgres/server.ts',
        },
      },
      {
        test: {
          ...common,
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          setupFiles: 'test/simulation/install.ts',
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
      {
        test: {
          ...common,
          // A story waits for many things one after the other, some of them a start of the bot.
          testTimeout: 150_000,
          hookTimeout: 180_000,
          name: 'browser',
          include: ['test/browser/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'crash points',
          include: ['test/crash/**/*.test.ts'],
          globalSetup: [
            'test/acceptance/prepared-data.ts',
            'test/postgres/server.ts',
            'test/crash/bundled-bot.ts',
          ],
        },
      },
      {
        test: {
          ...common,
          name: 'replicas',
          include: ['test/replicas/**/*.test.ts'],
          globalSetup: 'test/postgres/server.ts',
        },
      },
      {
        test: {
          ...common,
          name: 'upgrade',
          include: ['test/upgrade/**/*.test.ts'],
          globalSetup: ['test/acceptance/prepared-data.ts', 'test/postgres/server.ts'],
        },
      },
    ],
  },
});
