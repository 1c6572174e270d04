import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../test/free-port.js';
import { onDatabase } from './harness/databases.js';
import { BOT } from './harness/paths.js';
import { onStage } from './harness/stage.js';
import { percentiles } from './percentiles.js';
import type { Benchmark, Figure, Options } from './shape.js';

/** How often `/healthz` is asked. ms */
const EVERY = 5;

/** From the start of the process to the first answer of `/healthz`, the median of some starts. */
export const start: Benchmark = {
  name: 'start',
  target: '≤ 1 s but for the first',
  async measure(options): Promise<readonly Figure[]> {
    const starts = options.quick ? 2 : 11;
    const firsts = options.quick ? 1 : 3;
    const bound = { kind: 'at_most', limit: 1 } as const;
    const first = await repeated(firsts, async () =>
      startWith({ DATA_DIR: await options.emptyFolder() }),
    );
    const dataDir = await options.dataDir();
    const later = await repeated(starts, () => startWith({ DATA_DIR: dataDir }));
    const [firstOnPostgres, ...laterOnPostgres] = await onPostgres(options, starts + 1);
    return [
      { what: 'embedded, the first', unit: 's', bot: percentiles(first).p50 },
      { what: 'embedded, later', unit: 's', bot: percentiles(later).p50, bound },
      { what: 'Postgres, the first', unit: 's', bot: firstOnPostgres ?? Number.NaN },
      { what: 'Postgres, later', unit: 's', bot: percentiles(laterOnPostgres).p50, bound },
    ];
  },
};

function onPostgres(options: Options, times: number): Promise<readonly number[]> {
  return onDatabase(options, (DATABASE_URL) => repeated(times, () => startWith({ DATABASE_URL })));
}

/** Seconds until `/healthz` answers. The process is stopped as a deployment stops it, so that nothing is left to be mended. */
export function startWith(env: Readonly<Record<string, string>>): Promise<number> {
  return onStage({}, async (stage) => {
    const port = await freePort();
    const began = performance.now();
    const process = stage.launch(BOT, { ...stage.environment(), ...env, PORT: String(port) });
    let isOver = false;
    void process.ended().then(() => {
      isOver = true;
    });
    while (!(await isHealthy(port))) {
      if (isOver) throw new Error(`The bot did not start:\n${process.log.join('\n')}`);
      await pause(EVERY);
    }
    const took = performance.now() - began;
    await process.stop();
    return took / 1_000;
  });
}

async function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function repeated(times: number, measure: () => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) taken.push(await measure());
  return taken;
}
