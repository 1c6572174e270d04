import { defineConfig } from 'vitest/config';
import { OrderOfWork } from './test/order-of-work.js';

const common = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // V8 would compile PGlite a second time, and better: a worker that lives for a minute gains nothing.
  // The other two: src/compiled.ts.
  execArgv: ['--liftoff-only', '--no-wasm-async-compilation', '--wasm-lazy-validation'],
};

/** A world for each seed, on a clock of its own: it reckons without a pause, on each core one. */
const seeds = {
  ...common,
  maxWorkers: 2,
  sequence: { groupOrder: 0 },
  // A seed leaves little behind it, and the other core has its own to do: few collections, on this one,
  // and nothing compiled before it is called.
  execArgv: [
    ...common.execArgv,
    '--min-semi-space-size=32',
    '--max-semi-space-size=64',
    '--single-threaded-gc',
    '--max-lazy',
  ],
};
/** The whole bot, in processes that wait more than they reckon: both cores of a small machine are worth using. */
const worlds = { ...common, maxWorkers: 6, sequence: { groupOrder: 1 } };
/** What reckons only, once they are over. */
const rooms = { ...common, maxWorkers: 4, sequence: { groupOrder: 2 } };

/** What has a project of its own, for it needs the built bot, a server or the virtual clock. */
const WORLDS = ['acceptance', 'browser', 'crash', 'replicas', 'simulation', 'upgrade'];
/** Their files change what a process has only once: its engine, its network, its signals. */
const ROOMS_APART = ['doctor', 'engine', 'metrics', 'storage'];
/** Theirs stand in for the network by nock. */
const ROOMS_WITHOUT_NETWORK = ['orders', 'tickets'];
const inRooms = (rooms: readonly string[]) => rooms.map((room) => `test/${room}/**`);

export default defineConfig({
  test: {
    sequence: { sequencer: OrderOfWork },
    projects: [
      {
        test: {
          ...rooms,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...inRooms([...WORLDS, ...ROOMS_APART, ...ROOMS_WITHOUT_NETWORK]),
            'test/*.test.ts',
          ],
          // Half of what a file of these costs is a process and its imports: a worker pays that once.
          isolate: false,
        },
      },
      {
        test: {
          ...rooms,
          name: 'rooms without a network',
          include: ROOMS_WITHOUT_NETWORK.map((room) => `test/${room}/**/*.test.ts`),
          isolate: false,
        },
      },
      {
        test: {
          ...rooms,
          name: 'rooms apart',
          execArgv: [...common.execArgv, '--no-opt'],
          include: [...ROOMS_APART.map((room) => `test/${room}/**/*.test.ts`), 'test/*.test.ts'],
          exclude: ['test/doctor/on-postgres/**'],
          globalSetup: 'test/acceptance/prepared-data.ts',
        },
      },
      {
        test: {
          ...rooms,
          name: 'on Postgres',
          include: [
            'test/{audit,cancellations}/**/*.test.ts',
            'test/doctor/on-postgres/**/*.test.ts',
          ],
          globalSetup: 'test/postgres/server.ts',
          isolate: false,
        },
      },
      {
        test: {
          ...seeds,
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          setupFiles: 'test/simulation/install.ts',
        },
      },
      {
        test: {
          ...worlds,
          name: 'acceptance',
          include: ['test/acceptance/*.test.ts'],
          globalSetup: 'test/acceptance/prepared-data.ts',
          isolate: false,
        },
      },
      {
        test: {
          ...worlds,
          // A story waits for many things one after the other, some of them a start of the bot.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          name: 'browser',
          include: ['test/browser/*.test.ts'],
        },
      },
      {
        test: {
          ...worlds,
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
          ...worlds,
          name: 'replicas',
          include: ['test/replicas/**/*.test.ts'],
          globalSetup: ['test/acceptance/prepared-data.ts', 'test/postgres/server.ts'],
          isolate: false,
        },
      },
      {
        test: {
          ...worlds,
          name: 'upgrade',
          include: ['test/upgrade/**/*.test.ts'],
          globalSetup: ['test/acceptance/prepared-data.ts', 'test/postgres/server.ts'],
        },
      },
    ],
  },
});
