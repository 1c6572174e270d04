import type { Message } from '../src/sandbox/slack/index.js';
import { each, requests, until } from './harness/acts.js';
import { Arrivals, orderIn, written } from './harness/arrivals.js';
import { onDatabase } from './harness/databases.js';
import { BARE_DBOS, BOT } from './harness/paths.js';
import { cpuOf } from './harness/process-figures.js';
import { onStage, type Stage } from './harness/stage.js';
import { stepsForARun } from './harness/steps.js';
import type { Benchmark, Figure, Options } from './shape.js';

/** Those to warm up are not counted: a process runs faster for its first hundreds. */
const SIZES = {
  full: { warmUp: 150, runs: 300, people: 20 },
  quick: { warmUp: 10, runs: 30, people: 10 },
};
/** Workflows that bare DBOS has under way at once: about where it does most. */
const AT_ONCE = 20;

/** How many go through by so many people, after some that are not counted. */
export interface Crowd {
  /** For each replica. */
  readonly warmUp: number;
  readonly runs: number;
  readonly people: number;
}

/** What came of some cancellations, all of them confirmed as fast as people can. */
export interface Passage {
  /** Cancellations a second, from the first Confirm to the last post-check answered. */
  readonly rate: number;
  /** The same, to the last card that says so. */
  readonly toldRate: number;
  /** CPU time of the bots for each, in ms. */
  readonly cpu: number;
}

/** An order service and a Slack that answer at once: what is left is the bot's own. */
export const wayThrough: Benchmark = {
  name: 'way-through',
  target:
    '≥ 0.7 × bare DBOS with as many steps; 3 replicas ≥ 0.9 × one, CPU for each cancellation ≤ 1.2 ×',
  async measure(options): Promise<readonly Figure[]> {
    const crowd = sizes(options);
    const { one, steps, bare } = await onDatabase(options, async (url) => {
      const passage = await passes(crowd, [{ DATABASE_URL: url }]);
      const counted = await stepsForARun(url);
      return { one: passage, steps: counted, bare: await bareDbos(options, counted) };
    });
    const all = steps.reduce((sum, count) => sum + count, 0);
    options.say(`a cancellation: ${steps.length} workflows, ${all} steps (${steps.join(', ')})`);
    const three = await onDatabase(options, (url) =>
      passes(
        crowd,
        ['one', 'two', 'three'].map((name) => ({ DATABASE_URL: url, REPLICA_ID: name })),
      ),
    );
    const embedded = await passes(crowd, [{ DATA_DIR: await options.dataDir() }]);
    const bareEmbedded = await bareDbos(options, steps, await options.dataDir());
    options.say(`${crowd.runs} cancellations each`);
    const most = { kind: 'at_most', limit: 1.2, times: 'one replica' } as const;
    const least = (limit: number, times: 'bare DBOS' | 'one replica') =>
      ({ kind: 'at_least', limit, times }) as const;
    const rate = { unit: 'a second' } as const;
    const cpu = { unit: 'ms of CPU' } as const;
    return [
      {
        ...{ ...rate, what: 'embedded, verified', bot: embedded.rate },
        ...{ beside: { 'bare DBOS': bareEmbedded }, bound: least(0.7, 'bare DBOS') },
      },
      { ...rate, what: 'embedded, told on the card', bot: embedded.toldRate },
      {
        ...{ ...rate, what: 'Postgres, verified', bot: one.rate },
        ...{ beside: { 'bare DBOS': bare }, bound: least(0.7, 'bare DBOS') },
      },
      { ...rate, what: 'Postgres, told on the card', bot: one.toldRate },
      {
        ...{ ...rate, what: 'Postgres, 3 replicas, verified', bot: three.rate },
        ...{ beside: { 'one replica': one.rate }, bound: least(0.9, 'one replica') },
      },
      { ...cpu, what: 'embedded, for each', bot: embedded.cpu },
      { ...cpu, what: 'Postgres, for each', bot: one.cpu },
      {
        ...{ ...cpu, what: 'Postgres, 3 replicas, for each', bot: three.cpu },
        ...{ beside: { 'one replica': one.cpu }, bound: most },
      },
    ];
  },
};

/** Lets them through, by the bots with these environments. */
export function passes(
  { warmUp: warmUpEach, runs, people }: Crowd,
  replicas: readonly Readonly<Record<string, string>>[],
): Promise<Passage> {
  const warmUp = warmUpEach * replicas.length;
  // A channel for each run: what Slack takes in one is no matter of the bot's.
  return onStage({ people, channels: warmUp + runs }, async (stage) => {
    const pids: number[] = [];
    for (const env of replicas) pids.push((await stage.start({ entry: BOT, env })).pid);
    const told = new Arrivals(stage.slack, 'chat.update', ({ text }) =>
      written(text).endsWith(': The order is cancelled') ? orderIn(written(text)) : undefined,
    );
    const cards: Message[] = [];
    await each(
      Array.from({ length: warmUp + runs }, () => stage.order()),
      Math.min(people, 8),
      async (orderId, turn) => {
        cards.push(await requests(stage, orderId, turn));
      },
    );
    await confirmed(stage, cards.slice(0, warmUp), people, told);
    await quiet();

    const [began, cpuBefore] = [performance.now(), await cpuOf(pids)];
    const { verifiedAt, toldAt } = await confirmed(stage, cards.slice(warmUp), people, told);
    const cpu = (await cpuOf(pids)) - cpuBefore;
    return {
      rate: (runs * 1_000) / (verifiedAt - began),
      toldRate: (runs * 1_000) / (toldAt - began),
      cpu: cpu / runs,
    };
  });
}

/** Presses Confirm on all of them, and waits for their ends. By `performance.now()`. */
async function confirmed(
  stage: Stage,
  cards: readonly Message[],
  people: number,
  told: Arrivals,
): Promise<{ readonly verifiedAt: number; readonly toldAt: number }> {
  const ends = { verified: verified(stage) + cards.length, told: told.count + cards.length };
  const confirming = each(cards, people, async (card, { hand }) => {
    await stage.person(hand).presses(card, 'Confirm');
  });
  await until('the last post-check', () => verified(stage) >= ends.verified);
  const verifiedAt = performance.now();
  await confirming;
  await until('the last card', () => told.count >= ends.told);
  return { verifiedAt, toldAt: performance.now() };
}

/** The audit log is read once for each run, among its post-checks. */
function verified({ orders }: Stage): number {
  return orders.counts().audit_log ?? 0;
}

async function bareDbos(
  options: Options,
  steps: readonly number[],
  dataDir?: string,
): Promise<number> {
  const { warmUp, runs } = sizes(options);
  const measured = (env: Readonly<Record<string, string>>) =>
    onStage({}, async (stage) => {
      const process = stage.launch(BARE_DBOS, { ...stage.environment(), ...env });
      await process.serving();
      const took = (some: number) =>
        new Promise<number>((resolve, reject) => {
          process.hears((message) => resolve(tookIn(message)));
          void process.ended().then(() => reject(new Error(`It ended:\n${process.errors}`)));
          process.tell({ runs: some, atOnce: AT_ONCE, steps });
        });
      await took(warmUp);
      return (runs * 1_000) / (await took(runs));
    });
  if (dataDir) return measured({ DATA_DIR: dataDir });
  return onDatabase(options, (DATABASE_URL) => measured({ DATABASE_URL }));
}

function tookIn(message: unknown): number {
  if (typeof message === 'object' && message && 'took' in message) return Number(message.took);
  throw new Error('Bare DBOS says something else');
}

/** What the requests left to be told is told. ms */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2_000));
}

function sizes({ quick }: Options): Crowd {
  return quick ? SIZES.quick : SIZES.full;
}
