import { setTimeout as pause } from 'node:timers/promises';
import type { Storage } from '../src/storage/open-database.js';
import { requests, until } from './harness/acts.js';
import { makeMany } from './harness/clones.js';
import { onDatabase } from './harness/databases.js';
import { BOT } from './harness/paths.js';
import { cpuOf, memoryOf } from './harness/process-figures.js';
import { onStage, type Running, type Stage } from './harness/stage.js';
import { percentiles } from './percentiles.js';
import type { Benchmark, Figure, Options } from './shape.js';

const SIZES = {
  full: { runs: [100, 1_000, 5_000, 10_000], idle: 15_000, clicks: 12 },
  quick: { runs: [50, 200], idle: 3_000, clicks: 2 },
};
/** The order service is never done: its run polls for as long as it is measured. ms */
const FOREVER = 24 * 60 * 60 * 1_000;
/** Nobody polls while it is measured, and no window closes. */
const WAITS = { POLL_INTERVAL: '4h', POLL_TIMEOUT: '8h', ROLLBACK_WINDOW: '8h' };
/** A bot that uses less of a core than this, over so long, has come to rest. */
const AT_REST = { share: 0.12, over: 2_000, within: 180_000 };

/** Where the bot has called Slack no more for so long, all of a run is told and recorded. ms */
const SETTLED_AFTER = 4_000;

/** How runs wait. kB that each may cost. */
const KINDS = {
  polling: { processing: FOREVER, most: 20 },
  'in the rollback window': { processing: 0, most: 5 },
};
type Kind = keyof typeof KINDS;

interface Standing {
  /** MB */
  readonly memory: number;
  /** % of a core */
  readonly cpu: number;
}

/** What it costs that many runs wait, and how soon a click acts among them. */
export const inFlight: Benchmark = {
  name: 'in-flight',
  target:
    'at the most runs: ≤ 20 kB each polling, ≤ 5 kB in the window; CPU ≤ 0.5 points over the empty bot; clicks as quick as among the fewest',
  async measure(options): Promise<readonly Figure[]> {
    const figures: Figure[] = [];
    for (const kind of ['polling', 'in the rollback window'] as const) {
      const postgres = await onDatabase(options, (url) =>
        waiting(kind, 'Postgres', { kind: 'postgres', url }, options),
      );
      const dataDir = await options.dataDir();
      const embedded = await waiting(kind, 'embedded', { kind: 'embedded', dataDir }, options);
      figures.push(...postgres, ...embedded);
    }
    return figures;
  },
};

async function waiting(
  kind: Kind,
  database: string,
  storage: Storage,
  options: Options,
): Promise<readonly Figure[]> {
  const fleet = { kind, ...(options.quick ? SIZES.quick : SIZES.full) };
  const { empty, among } = await amongMany(storage, fleet, (size) =>
    options.say(`${kind}, ${database}: ${size} runs`),
  );
  const fewest = among[0]?.click ?? Number.NaN;
  return among.flatMap(({ size, now, click }, place): readonly Figure[] => {
    const isMost = place === among.length - 1;
    const what = (of: string) => `${database}, ${size} ${kind}: ${of}`;
    return [
      {
        ...{ what: what('memory for each'), unit: 'kB' },
        bot: ((now.memory - empty.memory) * 1_000) / size,
        ...(isMost && { bound: { kind: 'at_most', limit: KINDS[kind].most } }),
      },
      {
        ...{ what: what('CPU over the empty bot, at rest'), unit: '% of a core' },
        ...{ bot: now.cpu - empty.cpu, beside: { 'empty bot': empty.cpu } },
        ...(isMost && { bound: { kind: 'at_most', limit: 0.5 } }),
      },
      {
        ...{ what: what('from Confirm to its POST, p50'), unit: 'ms', bot: click },
        beside: { 'fewest runs': fewest },
        ...(isMost && { bound: { kind: 'at_most', limit: 1.2, times: 'fewest runs' } }),
      },
    ];
  });
}

/** Runs that wait: so many, then so many, and how long (ms) and by how many clicks it is looked at. */
export interface Fleet {
  readonly kind: Kind;
  readonly runs: readonly number[];
  readonly idle: number;
  readonly clicks: number;
}

/** How the bot stands among so many runs, and how soon a click acts, in ms. */
interface Among {
  readonly size: number;
  readonly now: Standing;
  readonly click: number;
}

/** How the bot stands with no run of these, and among each number of them. */
export function amongMany(
  storage: Storage,
  { kind, runs, idle, clicks }: Fleet,
  onSize: (size: number) => void,
): Promise<{ readonly empty: Standing; readonly among: readonly Among[] }> {
  const where: Record<string, string> =
    storage.kind === 'postgres' ? { DATABASE_URL: storage.url } : { DATA_DIR: storage.dataDir };
  const env = { ...where, ...WAITS };
  const { processing } = KINDS[kind];
  // A channel for each click: none waits for Slack's pace.
  return onStage({ processing, channels: (runs.length + 1) * clicks + 1 }, async (stage) => {
    const started = () => stage.start({ entry: BOT, env });
    await stopped(stage, await started());
    const alone = await started();
    const empty = await standing(alone, idle);
    const orderId = await firstRun(stage, kind);
    await stopped(stage, alone);

    const among: Among[] = [];
    let made = 1;
    for (const [place, size] of runs.entries()) {
      onSize(size);
      await makeMany(storage, orderId, { from: made, to: size });
      made = size;
      const bot = await started();
      const now = await standing(bot, idle);
      const click = await clickAmongThem(stage, clicks, 1 + place * clicks);
      await stopped(stage, bot);
      among.push({ size, now, click });
    }
    return { empty, among };
  });
}

/** The run of which all others are copies; gives its order. */
async function firstRun(stage: Stage, kind: Kind): Promise<string> {
  const orderId = stage.order();
  const card = await requests(stage, orderId);
  await stage.person(0).presses(card, 'Confirm');
  const end = kind === 'polling' ? 'Processing' : 'The order is cancelled';
  await stage.slack.until(
    () => {
      const text = stage.slack.message(card.channel, card.ts)?.text ?? '';
      return text.includes(end) && text;
    },
    { what: `«${end}» on the card of ${orderId}` },
  );
  await stage.orders.until(() => kind !== 'polling' || hasPolled(stage), { withinMs: 60_000 });
  await settled(stage);
  return orderId;
}

/** Or each copy would be at work: on the next poll's start, or on a post that waits for its turn. */
async function settled({ slack }: Stage): Promise<void> {
  for (let calls = -1; calls !== slack.calls().length; ) {
    calls = slack.calls().length;
    await pause(SETTLED_AFTER);
  }
}

function hasPolled({ orders }: Stage): boolean {
  return orders.calls().some(({ route }) => route === 'cancel_status');
}

/** What it takes while nothing happens. The recovery of what waits is over by then. */
async function standing({ pid }: Running, idle: number): Promise<Standing> {
  await until('the bot at rest', async () => (await cpuOver(pid, AT_REST.over)) < AT_REST.share, {
    ...{ every: 1, within: AT_REST.within },
  });
  const share = await cpuOver(pid, idle);
  return { cpu: share * 100, memory: await memoryOf(pid) };
}

/** As a share of one core. */
async function cpuOver(pid: number, over: number): Promise<number> {
  const [before, began] = [await cpuOf([pid]), performance.now()];
  await pause(over);
  return ((await cpuOf([pid])) - before) / (performance.now() - began);
}

/** ms from the press until the order service has taken the cancellation. */
async function clickAmongThem(stage: Stage, clicks: number, firstPlace: number): Promise<number> {
  const taken: number[] = [];
  for (let turn = 0; turn < clicks; turn += 1) {
    const orderId = stage.order();
    const card = await requests(stage, orderId, { hand: turn, place: firstPlace + turn });
    const pressed = performance.now();
    const pressing = stage.person(turn).presses(card, 'Confirm');
    await stage.orders.until(() => stage.orders.effects(orderId).length > 0, { withinMs: 60_000 });
    taken.push(performance.now() - pressed);
    await pressing;
  }
  return percentiles(taken).p50;
}

/** @throws where it reported an error: what it did about that would be measured, too. */
async function stopped(stage: Stage, running: Running): Promise<void> {
  const error = running.process.log.find((line) => line.includes('"level":50'));
  if (error !== undefined) throw new Error(`The bot reported an error: ${error}`);
  await running.process.stop();
  await stage.end(running);
}
