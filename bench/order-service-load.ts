import type { Call } from '../src/sandbox/orders/index.js';
import { requests, until } from './harness/acts.js';
import { BASELINE, BOT } from './harness/paths.js';
import { onStage, type Stage } from './harness/stage.js';
import type { Benchmark, Figure } from './shape.js';

/** Polled at once and every second, the cancellation is completed at the fourth poll at the latest. ms */
const POLL_INTERVAL = 1_000;
const PROCESSING = 2_500;
const PACE = {
  POLL_INTERVAL: `${POLL_INTERVAL}ms`,
  POLL_SECONDS: String(POLL_INTERVAL / 1_000),
};
/** What may still come once the run is at its end. ms */
const QUIET = 1_500;

/** Two looks, the POST, the polls with one more read of the order at their end, the post-checks. */
const PARTS = {
  'the look behind the modal': 6,
  'the look at Confirm': 6,
  POST: 1,
  polls: 5,
  'post-checks': 4,
};
type Part = keyof typeof PARTS;
const NAMES: readonly Part[] = [
  'the look behind the modal',
  'the look at Confirm',
  'POST',
  'polls',
  'post-checks',
];

/** What one cancellation that goes well asks of the order service. */
export const orderServiceLoad: Benchmark = {
  name: 'order-service-load',
  target: 'two looks of five or six calls, one POST, the polls, four post-checks; none more',
  async measure(options): Promise<readonly Figure[]> {
    const bot = await callsOf(BOT, { DATA_DIR: await options.dataDir() });
    const baseline = await callsOf(BASELINE, { DATA_DIR: await options.dataDir() });
    options.say(`the bot: ${routesOf(bot.calls)}`);
    options.say(`the baseline: ${routesOf(baseline.calls)}`);
    const parts = NAMES.map(
      (name): Figure => ({
        what: name,
        unit: 'calls',
        bot: bot.parts[name],
        beside: { baseline: baseline.parts[name] },
        bound: { kind: 'at_most', limit: PARTS[name] },
      }),
    );
    const all: Figure = {
      what: 'in all',
      unit: 'calls',
      bot: bot.calls.length,
      beside: { baseline: baseline.calls.length },
    };
    return [...parts, all];
  },
};

interface Load {
  readonly calls: readonly Call[];
  readonly parts: Readonly<Record<Part, number>>;
}

/** What one cancellation asks for, of a process with this environment. */
export function callsOf(entry: string, env: Readonly<Record<string, string>>): Promise<Load> {
  return onStage({ processing: PROCESSING }, async (stage) => {
    await stage.start({ entry, env: { ...env, ...PACE } });
    const orderId = stage.order();
    const card = await requests(stage, orderId);
    const looked = callsFor(stage).length;
    await stage.person(0).presses(card, 'Confirm');
    await until('the verified end', () =>
      stage.slack
        .messages(card.channel)
        .some((one) => stage.slack.asText(one).includes('verified')),
    );
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    const calls = callsFor(stage);
    return { calls, parts: partsOf(calls, looked) };
  });
}

/** Those on the person's behalf: at its start the bot asks with its own name whether its token is good. */
function callsFor({ orders, people }: Stage): readonly Call[] {
  return orders.calls().filter(({ userId }) => userId === people[0]?.record.email);
}

/** By their order: what comes before the POST, up to the end of the polls, and after it. */
function partsOf(calls: readonly Call[], looked: number): Readonly<Record<Part, number>> {
  const post = calls.findIndex(({ method }) => method === 'POST');
  const posts = calls.filter(({ method }) => method === 'POST').length;
  const afterPost = calls.slice(post).filter(({ method }) => method !== 'POST');
  const lastPoll = afterPost.findLastIndex(({ route }) => route === 'cancel_status');
  // The bot believes a «completed» only while the order is cancelled: a read of its own.
  const firstCheck = afterPost.findIndex(
    ({ route }, place) => place > lastPoll && route === 'billing',
  );
  const statuses = afterPost.slice(lastPoll + 1).filter(({ route }) => route === 'status').length;
  const polls = lastPoll + 1 + Math.max(0, statuses - 1);
  if (post < 0 || firstCheck < 0) throw new Error('The cancellation did not come to its end');
  return {
    'the look behind the modal': looked,
    'the look at Confirm': post - looked,
    POST: posts,
    polls,
    'post-checks': afterPost.length - polls,
  };
}

function routesOf(calls: readonly Call[]): string {
  const counts = new Map<string, number>();
  for (const { route } of calls) counts.set(route, (counts.get(route) ?? 0) + 1);
  return [...counts].map(([route, count]) => `${route} ${count}`).join(', ');
}
