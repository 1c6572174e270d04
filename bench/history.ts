import { revived } from './back-from-the-dead.js';
import { onDatabase } from './harness/databases.js';
import { makeHistory } from './harness/history.js';
import { endedRun, settled } from './harness/one-ended-run.js';
import { BOT } from './harness/paths.js';
import { amongMany } from './in-flight.js';
import { openings } from './modal-opens.js';
import { callsOf } from './order-service-load.js';
import { percentiles } from './percentiles.js';
import { looks } from './preview.js';
import type { Benchmark, Bound, Figure, Options, Unit } from './shape.js';
import { startWith } from './start.js';
import { passes } from './way-through.js';

const SIZES = {
  full: {
    history: 1_000_000,
    loads: [{ rate: 20, commands: 300 }],
    looks: 30,
    crowd: { warmUp: 40, runs: 100, people: 20 },
    fleet: { runs: [300], idle: 8_000, clicks: 12 },
    flight: { runs: 300, poll: 10_000 },
    starts: 3,
  },
  quick: {
    history: 2_000,
    loads: [
      { rate: 1, commands: 3 },
      { rate: 20, commands: 40 },
    ],
    looks: 10,
    crowd: { warmUp: 5, runs: 15, people: 5 },
    fleet: { runs: [20], idle: 2_000, clicks: 2 },
    flight: { runs: 10, poll: 3_000 },
    starts: 2,
  },
};
type Sizes = (typeof SIZES)['full'];

/** How much worse a figure may be with a history. */
const MOST = 1.2;
/** The same of a rate: its inverse. */
const LEAST = 0.83;

/** Something that was measured in a database. */
interface Taken {
  readonly what: string;
  readonly unit: Unit;
  readonly value: number;
  /** A rate: the more of it the better. */
  readonly isRate?: boolean;
}

type Part = (url: string, sizes: Sizes) => Promise<readonly Taken[]>;

/** What is essential of each other row. Those that leave much behind come last. */
const PARTS: Readonly<Record<string, Part>> = {
  async start(url, { starts }) {
    const taken: number[] = [];
    for (let turn = 0; turn < starts; turn += 1)
      taken.push(await startWith({ DATABASE_URL: url, ROLLBACK_WINDOW: '8h' }));
    return [{ what: 'start', unit: 's', value: percentiles(taken).p50 }];
  },
  async modal(url, { loads }) {
    const env = { DATABASE_URL: url };
    const taken = await openings({ entry: BOT, env }, loads);
    return loads.flatMap(({ rate, commands }, place): readonly Taken[] =>
      // Of fewer it would be the slowest one.
      (commands < 100 ? (['p50'] as const) : (['p50', 'p99'] as const)).map((which) => ({
        ...{ what: `the modal, ${rate} a second, ${which}`, unit: 'ms' },
        value: taken[place]?.[which] ?? Number.NaN,
      })),
    );
  },
  async preview(url, sizes) {
    const taken = await looks(BOT, sizes.looks, { DATABASE_URL: url });
    return [{ what: 'the preview, p50', unit: 'ms', value: percentiles(taken).p50 }];
  },
  async calls(url) {
    const { calls } = await callsOf(BOT, { DATABASE_URL: url });
    return [{ what: 'calls for a cancellation', unit: 'calls', value: calls.length }];
  },
  async through(url, { crowd }) {
    const { rate, cpu } = await passes(crowd, [{ DATABASE_URL: url }]);
    return [
      { what: 'cancellations, verified', unit: 'a second', value: rate, isRate: true },
      { what: 'CPU for a cancellation', unit: 'ms of CPU', value: cpu },
    ];
  },
  async flight(url, { fleet }) {
    const storage = { kind: 'postgres', url } as const;
    const { among } = await amongMany(storage, { kind: 'polling', ...fleet }, () => undefined);
    return among.flatMap(({ size, now, click }): readonly Taken[] => [
      { what: `${size} polling: memory`, unit: 'MB', value: now.memory },
      { what: `${size} polling: CPU at rest`, unit: '% of a core', value: now.cpu },
      { what: `${size} polling: Confirm to its POST, p50`, unit: 'ms', value: click },
    ]);
  },
  async dead(url, { flight }) {
    const value = await revived({ DATABASE_URL: url }, flight, () => undefined);
    return [{ what: `back from the dead, ${flight.runs} in flight`, unit: 's', value }];
  },
};

/** The other rows once more on Postgres, in a database full of runs that ended, beside one without. */
export const history: Benchmark = {
  name: 'history',
  target: 'no figure more than 1.2 × what it is without a history',
  measure(options) {
    const sizes = options.quick ? SIZES.quick : SIZES.full;
    return onDatabase(options, (empty) =>
      onDatabase(options, async (full) => {
        // Both begin with the same: tables that are up to date, and one run that ended.
        await endedRun(empty);
        await makeHistory(full, await endedRun(full), sizes.history, options.say);
        return besideEachOther(empty, full, sizes, options);
      }),
    );
  },
};

/** Those that are short enough to be measured twice. */
const TWICE: ReadonlySet<string> = new Set(['start', 'modal', 'preview', 'through']);

/**
 * Each part in both, one right after the other, and where it is done twice the other way round the second
 * time: what else the machine does meets them alike.
 */
async function besideEachOther(
  empty: string,
  full: string,
  sizes: Sizes,
  { say }: Pick<Options, 'say'>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    say(name);
    const take = async (url: string) => {
      const taken = await part(url, sizes);
      await settled(url);
      return taken;
    };
    const without = [await take(empty)];
    const within = [await take(full)];
    if (TWICE.has(name)) {
      within.push(await take(full));
      without.push(await take(empty));
    }
    figures.push(...compared(mean(within), mean(without)));
  }
  return figures;
}

/** Of the same figures, taken some times. */
function mean(rounds: readonly (readonly Taken[])[]): readonly Taken[] {
  const [first = []] = rounds;
  return first.map((taken, place) => {
    const values = rounds.map((round) => round[place]?.value ?? Number.NaN);
    return { ...taken, value: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

/** The figures of a part: what was taken with a history, beside the same without. */
export function compared(within: readonly Taken[], without: readonly Taken[]): readonly Figure[] {
  return within.map(({ what, unit, value, isRate = false }): Figure => {
    const alone = without.find((other) => other.what === what)?.value;
    const bound: Bound = isRate
      ? { kind: 'at_least', limit: LEAST, times: 'no history' }
      : { kind: 'at_most', limit: MOST, times: 'no history' };
    return {
      ...{ what, unit, bot: value, bound },
      beside: { 'no history': alone ?? Number.NaN },
    };
  });
}
