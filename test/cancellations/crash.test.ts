import { describe, expect, it } from 'vitest';
import type { WorkflowName } from '../../src/cancellations/signal.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import type { Crash } from '../engine/recorded-engine.js';
import type { PlannedCrash } from '../engine/recorded-process.js';
import { answers, nextPosts, type Story } from './execution.js';
import { ALICE, expectSound, ORDER, openWorld, useDatabase, type World } from './world.js';

useDatabase();

const LOST: Fault = { kind: 'break', when: 'after_effect' };
const BROKEN: Fault = { kind: 'break', when: 'before_effect' };

/** One way through, how many times its POST may go out at most, and where its process dies. */
interface Way extends Story {
  readonly posts: number;
  readonly deaths: readonly Crash['moment'][];
}
const WAYS: [string, Way][] = [
  ['a run without trouble', { posts: 1, deaths: ['before', 'in', 'after'] }],
  ['a run whose answer is lost', { posts: 1, deaths: ['in'], faults: [nextPosts(1, LOST)] }],
  [
    'a run that is first asked to wait, and then not answered',
    { posts: 3, deaths: ['in'], faults: [nextPosts(1, answers(429)), nextPosts(1, BROKEN)] },
  ],
];

/** Those that a run goes through: its second poll is the last one, and starts late. */
const WORKFLOWS = ['cancelOrder', 'pollOn'] as const;

/** Plays a run whose process dies as planned, and is started again as the bot's start does it. */
async function survived(story: Story, crash?: PlannedCrash<WorkflowName>) {
  const world = await openWorld({ timings: { processingMs: 30_000 }, ...story });
  const { runId } = await world.confirmed();
  for (const rule of story.faults ?? []) world.service.faults.add(rule);
  await world.launcher.run(crash);
  await world.wake();
  await world.launcher.run();
  const words = WORKFLOWS.flatMap((workflow) =>
    world.launcher
      .records(workflow)
      .flatMap((record) => record.words.map(({ name }, word) => ({ workflow, word, name }))),
  );
  return { world, runId, words };
}

/** One effective cancellation with one key, a verified end, each milestone once. */
async function expectCancelledOnce(world: World, runId: string, posts: number): Promise<void> {
  const run = await world.runNow(runId);
  expect(run.state).toBe('cancelled');
  const effects = world.service.effects(ORDER);
  expect(effects).toMatchObject([{ kind: 'cancellation', userId: ALICE.userId }]);
  expect(effects[0]?.key).toBe('intent' in run && run.intent.key);
  expect(world.posts().length).toBeLessThanOrEqual(posts);
  expect(world.shown.thread(runId).map(({ milestone }) => milestone)).toStrictEqual([
    ...['started', 'processing', 'cancelled', 'verified'],
  ]);
  expect(world.shown.cards(runId).at(-1)?.state).toBe('cancelled');
  const events = (await world.trail(runId)).map(({ event }) => event);
  for (const once of ['confirmed', 'processing', 'cancelled', 'verified']) {
    expect(events.filter((event) => event === once)).toHaveLength(1);
  }
  await expectSound(world, runId);
}

describe.each(WAYS)('%s', (_, way) => {
  it('that is never interrupted is cancelled once', async () => {
    const { world, runId } = await survived(way);
    await expectCancelledOnce(world, runId, way.posts);
    expect(world.launcher.crashes).toBe(0);
  });

  it(`is cancelled once, wherever the process dies: ${way.deaths.join(', ')} any step`, async () => {
    const { words } = await survived(way);
    expect(new Set(words.map(({ workflow }) => workflow))).toStrictEqual(new Set(WORKFLOWS));
    for (const { name, ...crash } of boundaries(words, way.deaths)) {
      const { world, runId } = await survived(way, crash);
      const where = `${crash.moment} word ${crash.word} of ${crash.workflow}, «${name}»`;
      expect(world.launcher.crashes, where).toBe(1);
      await expectCancelledOnce(world, runId, way.posts + 1);
    }
  });
});

interface Word {
  readonly workflow: WorkflowName;
  readonly word: number;
  readonly name: string;
}

/** «After» a word is «before» the next one; and what has no effect cannot die in it. */
function boundaries(words: readonly Word[], deaths: Way['deaths']) {
  return words.flatMap((one) =>
    deaths.flatMap((moment) => {
      const { word, name } = one;
      const isNone = moment === 'before' ? word > 0 : moment === 'in' && !name.startsWith('step');
      return isNone ? [] : [{ ...one, moment }];
    }),
  );
}
