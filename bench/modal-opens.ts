import { setTimeout as pause } from 'node:timers/promises';
import { Arrivals } from './harness/arrivals.js';
import { BARE_BOLT, BASELINE, BOT } from './harness/paths.js';
import { onStage, type Stage, type Starting, type Transport } from './harness/stage.js';
import { type Percentiles, percentiles } from './percentiles.js';
import type { Benchmark, Figure, Options } from './shape.js';

/** Commands a second, and how many of them. */
const LOADS = [
  { rate: 1, full: 20, quick: 4 },
  { rate: 20, full: 600, quick: 100 },
  { rate: 50, full: 1_000, quick: 150 },
];
const WARM_UP = { rate: 20, commands: 100 };
const SUBJECTS = { bot: BOT, baseline: BASELINE, 'bare Bolt': BARE_BOLT };
type Subject = keyof typeof SUBJECTS;
const NAMES: readonly Subject[] = ['bot', 'baseline', 'bare Bolt'];
/** The order service's, in ms: the modal waits for none of it. */
const LATENCY = 50;
/** Enough that nobody has two commands under way at once. */
const PEOPLE = 100;

/** From the command going out to `views.open` coming in, with a new command whether or not the last is done. */
export const modalOpens: Benchmark = {
  name: 'modal-opens',
  target: 'p99 ≤ 1.5 × a bare Bolt app that only opens a modal',
  async measure(options) {
    const figures: Figure[] = [];
    for (const transport of ['Socket Mode', 'HTTP'] as const) {
      const taken = new Map<Subject, readonly Percentiles[]>();
      for (const subject of NAMES) {
        options.say(`${subject}, ${transport}`);
        taken.set(subject, await underLoads(subject, transport, options));
      }
      for (const [place, { rate }] of LOADS.entries()) {
        const of = (subject: Subject, which: keyof Percentiles) =>
          taken.get(subject)?.[place]?.[which] ?? Number.NaN;
        for (const which of ['p50', 'p99'] as const) {
          figures.push({
            what: `${transport}, ${rate} a second, ${which}`,
            unit: 'ms',
            bot: of('bot', which),
            beside: { baseline: of('baseline', which), 'bare Bolt': of('bare Bolt', which) },
            ...(which === 'p99' && { bound: { kind: 'at_most', limit: 1.5, times: 'bare Bolt' } }),
          });
        }
      }
    }
    return figures;
  },
};

async function underLoads(
  subject: Subject,
  transport: Transport,
  options: Options,
): Promise<readonly Percentiles[]> {
  const env = { DATA_DIR: await options.dataDir() };
  const loads = LOADS.map(({ rate, full, quick }) => ({
    ...{ rate, commands: options.quick ? quick : full },
  }));
  return openings({ entry: SUBJECTS[subject], transport, env }, loads);
}

/** So many commands at a steady rate. */
export interface Load {
  /** Commands a second. */
  readonly rate: number;
  readonly commands: number;
}

/** From the command to `views.open`, in ms, under each of these loads in turn. */
export function openings(
  starting: Starting,
  loads: readonly Load[],
): Promise<readonly Percentiles[]> {
  return onStage({ latency: LATENCY, people: PEOPLE }, async (stage) => {
    const opened = new Arrivals(stage.slack, 'views.open', ({ trigger_id }) => String(trigger_id));
    await stage.start(starting);
    await commands(stage, opened, WARM_UP);
    const taken: Percentiles[] = [];
    for (const load of loads) taken.push(percentiles(await commands(stage, opened, load)));
    return taken;
  });
}

/** At a steady rate, however long each takes: what waits behind a slow one is measured with it. */
async function commands(stage: Stage, opened: Arrivals, load: Load): Promise<readonly number[]> {
  const began = performance.now();
  const taking: Promise<number>[] = [];
  for (let turn = 0; turn < load.commands; turn += 1) {
    await pause(Math.max(0, began + (turn * 1_000) / load.rate - performance.now()));
    taking.push(command(stage, opened, turn));
  }
  return Promise.all(taking);
}

async function command(stage: Stage, opened: Arrivals, turn: number): Promise<number> {
  const order = stage.order();
  const wentOut = performance.now();
  const { payload } = await stage.person(turn).types(stage.channel(0), `/cancel-order ${order}`);
  return (await opened.of(payload.trigger_id)) - wentOut;
}
