import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { readArguments, USAGE } from './arguments.js';
import { backFromTheDead } from './back-from-the-dead.js';
import { Databases } from './harness/databases.js';
import { LATEST } from './harness/paths.js';
import { history } from './history.js';
import { inFlight } from './in-flight.js';
import { modalOpens } from './modal-opens.js';
import { orderServiceLoad } from './order-service-load.js';
import { preview } from './preview.js';
import { rowsOf } from './report/last-page.js';
import { machine, type Result } from './report/result.js';
import { asTable } from './report/table.js';
import { write } from './report/write.js';
import type { Benchmark } from './shape.js';
import { start } from './start.js';
import { wayThrough } from './way-through.js';

/** The rows of the table, in its order. */
const BENCHMARKS: readonly Benchmark[] = [
  modalOpens,
  preview,
  orderServiceLoad,
  wayThrough,
  inFlight,
  backFromTheDead,
  start,
  history,
];

// Whoever ends it ends what it has started, too: the stages listen for the process's exit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

const asked = readArguments(
  process.argv.slice(2),
  BENCHMARKS.map(({ name }) => name),
);
if (asked.kind === 'help') {
  process.stdout.write(USAGE);
} else if (asked.kind === 'unknown') {
  process.stderr.write(`${asked.why}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  const { only, quick, postgres, page } = asked;
  // Asked for before an hour of measuring, not after it.
  const kept = page && only.length > 0 ? rowsOf(await readFile(LATEST, 'utf8'), machine()) : [];
  const databases = new Databases(postgres);
  const results: Result[] = [];
  try {
    for (const { name, target, measure } of BENCHMARKS) {
      const asItStands = kept.filter((row) => row.name === name);
      if (only.length > 0 && !only.includes(name)) {
        results.push(...asItStands);
        continue;
      }
      const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
      try {
        const figures = await measure({
          ...{ quick, say },
          serverUrl: () => databases.serverUrl(),
          dataDir: () => databases.dataDir(),
          emptyFolder: () => databases.emptyFolder(),
        });
        const result = { name, at: new Date().toISOString(), target, figures };
        results.push(result);
        process.stdout.write(`${asTable([result])}\n`);
      } catch (error) {
        // An hour of the other rows is worth keeping.
        say(`not measured: ${error instanceof Error ? error.stack : String(error)}`);
        results.push(...asItStands);
        process.exitCode = 1;
      }
    }
  } finally {
    await databases.close();
  }
  const run = { at: new Date().toISOString(), quick, machine: machine(), results };
  const name = quick ? 'quick' : only.length > 0 && !page ? 'part' : 'latest';
  for (const path of await write(run, { name, page: page && !process.exitCode }))
    process.stdout.write(`${path}\n`);
}
