import { setTimeout as pause } from 'node:timers/promises';
import { each, requests, until } from './harness/acts.js';
import { onDatabase } from './harness/databases.js';
import { BOT } from './harness/paths.js';
import { onStage, type Stage } from './harness/stage.js';
import type { Benchmark, Figure } from './shape.js';

const SIZES = { full: { runs: 1_000, poll: 30_000 }, quick: { runs: 20, poll: 3_000 } };
const PEOPLE = 20;
/** The order service is still at it when the last one moves. ms */
const FOREVER = 24 * 60 * 60 * 1_000;
/** A channel for so many runs: the bot keeps Slack's pace in each. */
const RUNS_IN_A_CHANNEL = 2;

/**
 * kill -9 while every run waits for the order service. It stays down for as long as a poll is apart,
 * so that each has something to do at once: from the new process on, until the last one has polled.
 */
export const backFromTheDead: Benchmark = {
  name: 'back-from-the-dead',
  target: '≤ 5 s on Postgres, ≤ 10 s embedded, from the start of the process to the last move',
  async measure(options): Promise<readonly Figure[]> {
    const flight = options.quick ? SIZES.quick : SIZES.full;
    const { runs } = flight;
    const told = () => options.say(`${runs} runs are polling; the process is killed`);
    const postgres = await onDatabase(options, (url) =>
      revived({ DATABASE_URL: url }, flight, told),
    );
    const embedded = await revived({ DATA_DIR: await options.dataDir() }, flight, told);
    const what = (database: string) => `${database}, ${runs} runs in flight`;
    return [
      {
        ...{ what: what('Postgres'), unit: 's', bot: postgres },
        bound: { kind: 'at_most', limit: 5 },
      },
      {
        ...{ what: what('embedded'), unit: 's', bot: embedded },
        bound: { kind: 'at_most', limit: 10 },
      },
    ];
  },
};

/** So many runs, each polling so often (ms). */
export interface Flight {
  readonly runs: number;
  readonly poll: number;
}

/** Seconds, from the start of the new process until the last run has moved. */
export function revived(
  database: Readonly<Record<string, string>>,
  { runs, poll }: Flight,
  onKill: () => void,
): Promise<number> {
  const scene = { people: PEOPLE, channels: Math.ceil(runs / RUNS_IN_A_CHANNEL) };
  return onStage({ ...scene, processing: FOREVER }, async (stage) => {
    const env = { ...database, POLL_INTERVAL: `${poll}ms`, POLL_TIMEOUT: '2h' };
    const before = await stage.start({ entry: BOT, env });
    const orders = Array.from({ length: runs }, () => stage.order());
    await each(orders, 8, async (orderId, turn) => {
      const card = await requests(stage, orderId, turn);
      await stage.person(turn.hand).presses(card, 'Confirm');
    });
    await until('every run polling', () => pollsSince(stage, 0).size === runs);
    onKill();
    await stage.end(before);
    await pause(poll);

    const callsBefore = stage.orders.calls().length;
    const began = performance.now();
    const process = stage.launch(BOT, { ...stage.environment(), ...env });
    await until('every run moving', () => pollsSince(stage, callsBefore).size === runs, {
      every: 25,
      within: 300_000,
    });
    const took = performance.now() - began;
    await process.kill();
    return took / 1_000;
  });
}

/** The orders whose cancel status was read after so many calls. */
function pollsSince({ orders }: Stage, callsBefore: number): ReadonlySet<string | undefined> {
  const polls = orders
    .calls()
    .slice(callsBefore)
    .filter(({ route }) => route === 'cancel_status');
  return new Set(polls.map(({ orderId }) => orderId));
}
