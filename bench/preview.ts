import { Arrivals, orderIn, written } from './harness/arrivals.js';
import { BASELINE, BOT } from './harness/paths.js';
import { onStage, type Stage } from './harness/stage.js';
import { percentiles } from './percentiles.js';
import type { Benchmark, Figure } from './shape.js';

/** The order service's, in ms. */
const LATENCY = 50;
const WARM_UP = 10;

/** From `views.open` coming in to the `views.update` that has the form, one person at a time. */
export const preview: Benchmark = {
  name: 'preview',
  target: '≤ 1.15 × the slowest single call, of 50 ms',
  async measure(options): Promise<readonly Figure[]> {
    const samples = options.quick ? 15 : 200;
    const taken = {
      bot: await looks(BOT, samples, { DATA_DIR: await options.dataDir() }),
      baseline: await looks(BASELINE, samples, { DATA_DIR: await options.dataDir() }),
    };
    const single = await singleCalls(samples);
    return (['p50', 'p99'] as const).map((which) => ({
      what: `50 ms for each call of the order service, ${which}`,
      unit: 'ms',
      bot: percentiles(taken.bot)[which],
      beside: {
        baseline: percentiles(taken.baseline)[which],
        'one call': percentiles(single)[which],
      },
      ...(which === 'p50' && { bound: { kind: 'at_most', limit: 1.15, times: 'one call' } }),
    }));
  },
};

/** How long each of so many looks took, in ms, of a process with this environment. */
export function looks(
  entry: string,
  samples: number,
  env: Readonly<Record<string, string>>,
): Promise<readonly number[]> {
  return onStage({ latency: LATENCY }, async (stage) => {
    const opened = new Arrivals(stage.slack, 'views.open', ({ view }) => orderIn(written(view)));
    const filled = new Arrivals(stage.slack, 'views.update', ({ view }) => {
      const drawn = written(view);
      return drawn.includes('"submit"') ? orderIn(drawn) : undefined;
    });
    await stage.start({ entry, env });
    const taken: number[] = [];
    for (let turn = 0; turn < WARM_UP + samples; turn += 1) {
      const orderId = stage.order();
      await stage.person(turn).types(stage.channel(0), `/cancel-order ${orderId}`);
      taken.push((await filled.of(orderId)) - (await opened.of(orderId)));
    }
    return taken.slice(WARM_UP);
  });
}

/** What one call takes, from here and with nothing else going on. */
function singleCalls(samples: number): Promise<readonly number[]> {
  return onStage({ latency: LATENCY }, async (stage) => {
    const orderId = stage.order();
    const taken: number[] = [];
    for (let turn = 0; turn < WARM_UP + samples; turn += 1) {
      const began = performance.now();
      await readStatus(stage, orderId);
      taken.push(performance.now() - began);
    }
    return taken.slice(WARM_UP);
  });
}

async function readStatus({ orders }: Stage, orderId: string): Promise<void> {
  const response = await fetch(`${orders.baseUrl}/api/v2/orders/${orderId}/status`, {
    headers: {
      authorization: `Bearer ${orders.token}`,
      'x-user-id': 'uops0@example.com',
      'x-request-id': orderId,
    },
  });
  if (!response.ok) throw new Error(`The local order service answers ${response.status}`);
  await response.text();
}
