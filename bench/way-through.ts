import { each, requests, until } from './harness/acts.js';
import { Arrivals, orderIn, written } from './harness/arrivals.js';
import { onDatabase } from './harness/databases.js';
import { BARE_DBOS, BOT } from './harness/paths.js';
import { cpuOf } from './harness/process-figures.js';
import { onStage, type Stage } from './harness/stage.js';
import { stepsForARun } from './harness/steps.js';
import type { Benchmark, Figure, Options } from './shape.js';

const SIZES = { full: { runs: 500, people: 20 }, quick: { runs: 30, people: 10 } };
/** Workflows that bare DBOS has under way at once: about where it does most. */
const AT_ONCE = 20;

/** What came of some cancellations, all of them confirmed as fast as people can. */
interface Passage {
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
    const { runs } = sizes(options);
    const { one, steps, bare } = await onDatabase(options, async (url) => {
      const passage = await passes(options, [{ DATABASE_URL: url }]);
      const counted = await stepsForARun(url);
      return { one: passage, steps: counted, bare: await bareDbos(options, counted) };
    });
    const all = steps.reduce((sum, count) => sum + count, 0);
    options.say(`a cancellation: ${steps.length} workflows, ${all} steps (${steps.join(', ')})`);
    const three = await onDatabase(options, (url) =>
      passes(
        options,
        ['one', 'two', 'three'].map((name) => ({ DATABASE_URL: url, REPLICA_ID: name })),
      ),
    );
    const embedded = await passes(options, [{ DATA_DIR: await options.dataDir() }]);
    const bareEmbedded = await bareDbos(options, steps, await options.dataDir());
    options.say(`${runs} cancellations each`);
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

function passes(
  options: Options,
  replicas: readonly Readonly<Record<string, string>>[],
): Promise<Passage> {
  const { runs, people } = sizes(options);
  // A channel for each run: what Slack takes in one is no matter of the bot's.
  return onStage({ people, channels: runs }, async (stage) => {
    const pids: number[] = [];
    for (const env of replicas) pids.push((await stage.start({ entry: BOT, env })).pid);
    const orders = Array.from({ length: runs }, () => stage.order());
    const cards = new Map<string, Awaited<ReturnType<typeof requests>>>();
    await each(orders, Math.min(people, 8), async (orderId, turn) => {
      cards.set(orderId, await requests(stage, orderId, turn));
    });
    await quiet();

    const told = new Arrivals(stage.slack, 'chat.update', ({ text }) =>
      written(text).endsWith(': The order is cancelled') ? orderIn(written(text)) : undefined,
    );
    const [began, cpuBefore] = [performance.now(), await cpuOf(pids)];
    const confirming = each(orders, people, async (orderId, turn) => {
      const card = cards.get(orderId);
      if (card) await stage.person(turn.hand).presses(card, 'Confirm');
    });
    await until('the last post-check', () => verified(stage) >= runs);
    const verifiedAt = performance.now();
    await confirming;
    await until('the last card', () => told.count >= runs);
    const toldAt = performance.now();
    const cpu = (await cpuOf(pids)) - cpuBefore;
    return {
      rate: (runs * 1_000) / (verifiedAt - began),
      toldRate: (runs * 1_000) / (toldAt - began),
      cpu: cpu / runs,
    };
  });
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
  const { runs } = sizes(options);
  const measured = (env: Readonly<Record<string, string>>) =>
    onStage({}, async (stage) => {
      const process = stage.launch(BARE_DBOS, { ...stage.environment(), ...env });
      await process.serving();
      const took = await new Promise<number>((resolve, reject) => {
        process.hears((message) => resolve(tookIn(message)));
        void process.ended().then(() => reject(new Error(`Bare DBOS ended:\n${process.errors}`)));
        process.tell({ runs, atOnce: AT_ONCE, steps });
      });
      return (runs * 1_000) / took;
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

function sizes({ quick }: Options) {
  return quick ? SIZES.quick : SIZES.full;
}
