import { parseArgs } from 'node:util';
import { playMany } from './play-many.js';
import type { Report } from './report.js';
import { Tally } from './tally.js';

const USAGE = `npm run simulate -- [--seeds 500] [--from 1] [--workers 2]
npm run simulate -- --seed 4711     plays one seed and prints all that happens in it`;

/** A line of progress after so many seeds. */
const PROGRESS = 500;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
const worker = new URL('worker.js', import.meta.url).pathname;
if (values.help) console.log(USAGE);
else process.exitCode = await (values.seed ? replay(Number(values.seed)) : simulate());

async function replay(seed: number): Promise<number> {
  const tally = new Tally();
  await playMany({
    ...{ worker, workers: 1, seeds: [seed], withTrace: true },
    told: (report) => {
      console.log(report.trace.join('\n'));
      tally.add(report);
    },
  });
  say(tally);
  return tally.failed.length;
}

async function simulate(): Promise<number> {
  const from = Number(values.from);
  const tally = new Tally();
  const begun = Date.now();
  await playMany({
    ...{ worker, workers: Number(values.workers), seeds: range(from, Number(values.seeds)) },
    told(report) {
      tally.add(report);
      if (report.violations.length > 0) sayFailed(report);
      if (tally.seeds % PROGRESS === 0) {
        console.log(`${tally.seeds} seeds, ${Math.round((Date.now() - begun) / 1000)} s`);
      }
    },
  });
  say(tally);
  return tally.failed.length > 0 ? 1 : 0;
}

function say(tally: Tally): void {
  console.log(tally.lines().join('\n'));
  for (const { seed, violations } of tally.failed) {
    for (const { invariant, detail } of violations) console.log(`${seed}: ${invariant}: ${detail}`);
  }
}

function sayFailed({ seed, violations, trace }: Report): void {
  console.log(`\nSEED ${seed} FAILED; again: npm run simulate -- --seed ${seed}`);
  console.log(trace.map((line) => `  ${line}`).join('\n'));
  for (const { invariant, detail } of violations) console.log(`  ✗ ${invariant}: ${detail}`);
}

function* range(from: number, count: number): Iterable<number> {
  for (let seed = from; seed < from + count; seed += 1) yield seed;
}
