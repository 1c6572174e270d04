import { describe, expect, it } from 'vitest';
import { checkAgain, confirm } from '../../src/cancellations/request/confirm.js';
import { discard } from '../../src/cancellations/request/discard.js';
import { askRollback } from '../../src/cancellations/rollback/ask-rollback.js';
import { createMetrics } from '../../src/metrics.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { answers, nextPosts, type Story } from '../cancellations/execution.js';
import { ALICE, BOB, EVE, openWorld, press, useDatabase } from '../cancellations/world.js';
import { seriesOf } from './values.js';

useDatabase();

const BROKEN: Fault = { kind: 'break', when: 'before_effect' };
const MINUTES = 60_000;

/** A world that is watched, and what its metrics show. */
async function watched(story: Story = {}) {
  const metrics = createMetrics();
  const world = await openWorld({ ...story, observer: metrics.runs });
  for (const rule of story.faults ?? []) world.service.faults.add(rule);
  return { world, shows: (name: string) => seriesOf(metrics.registry, `opsguide_${name}`) };
}

describe('A cancellation that is verified', () => {
  it('is one request, one decision and one end, with the time that each step took', async () => {
    const { world, shows } = await watched({ timings: { processingMs: 30_000 } });
    const run = await world.request();
    world.clock.advance(2 * MINUTES);
    await confirm(world.parts, press(run, BOB));
    await world.launcher.run();
    expect(await shows('runs_requested_total')).toStrictEqual({ '': 1 });
    expect(await shows('runs_ended_total')).toStrictEqual({ '{end="cancelled",code=""}': 1 });
    const decision = await shows('decision_duration_seconds_sum');
    expect(decision['{decision="confirmed"}']).toBeCloseTo(120, 0);
    const steps = await shows('step_duration_seconds_count');
    expect(steps).toStrictEqual({
      ...{ '{step="look"}': 2, '{step="second_look"}': 1, '{step="send"}': 1 },
      ...{ '{step="await_completion"}': 1, '{step="verify"}': 1 },
    });
    const sums = await shows('step_duration_seconds_sum');
    expect(sums['{step="await_completion"}']).toBeCloseTo(30, 0);
    expect(await shows('unknown_outcomes_total')).toStrictEqual({});
  });

  it('counts once, wherever its process dies and its workflow is replayed', async () => {
    for (const [workflow, word] of [
      ['cancelOrder', 'record processing'],
      ['pollOn', 'record cancelled'],
      ['pollOn', 'record verified'],
      ['cancelOrder', 'cancel, try 1'],
    ] as const) {
      for (const moment of ['before', 'in'] as const) {
        const plain = await watched();
        await plain.world.confirmed();
        await plain.world.launcher.run();
        const words = plain.world.launcher.records(workflow)[0]?.words ?? [];
        const place = words.findIndex(({ name }) => name.includes(word));
        expect(place, word).toBeGreaterThan(0);

        const { world, shows } = await watched();
        await world.confirmed();
        await world.launcher.run({ workflow, word: place, moment });
        await world.wake();
        await world.launcher.run();
        expect(world.launcher.crashes, word).toBe(1);
        expect(await shows('runs_ended_total')).toStrictEqual({ '{end="cancelled",code=""}': 1 });
        const { '{step="look"}': _, ...steps } = await shows('step_duration_seconds_count');
        expect(new Set(Object.values(steps)), word).toStrictEqual(new Set([1]));
        expect((await shows('order_service_retries_total'))['{route="cancel"}'] ?? 0).toBe(0);
      }
    }
  });
});

it('A further try of the POST counts with its cause, and one that goes unanswered as unknown', async () => {
  const faults = [nextPosts(1, answers(429)), nextPosts(1, BROKEN)];
  const { world, shows } = await watched({ faults });
  await world.confirmed();
  await world.launcher.run();
  expect(await shows('order_service_retries_total')).toStrictEqual({
    '{route="cancel",cause="rate_limited"}': 1,
    '{route="cancel",cause="unknown"}': 1,
  });
  expect(await shows('unknown_outcomes_total')).toStrictEqual({ '{route="cancel"}': 1 });
});

it('A run that is refused for good ends with its code, one in trouble has not ended', async () => {
  const refused = await watched({ faults: [nextPosts(1, answers(403))] });
  await refused.world.confirmed();
  await refused.world.launcher.run();
  const ends = { '{end="refused",code="forbidden"}': 1 };
  expect(await refused.shows('runs_ended_total')).toStrictEqual(ends);

  const troubled = await watched({ faults: [nextPosts(1, answers(401))] });
  await troubled.world.confirmed();
  await troubled.world.launcher.run();
  expect(await troubled.shows('runs_ended_total')).toStrictEqual({});
  const troubles = { '{code="bad_service_token",level="3"}': 1 };
  expect(await troubled.shows('troubles_total')).toStrictEqual(troubles);
});

it('A rollback is an end of its own; one that comes to nothing ends nothing again', async () => {
  const { world, shows } = await watched({ timings: { processingMs: 0, reinstateMs: 0 } });
  const { runId } = await world.confirmed();
  await world.launcher.run();
  world.service.faults.add({ on: 'reinstate', times: 1, fault: answers(403) });
  for (const end of ['cancelled', 'rolled_back']) {
    await askRollback(world.parts, press(await world.runNow(runId), BOB));
    await world.launcher.run();
    expect((await world.runNow(runId)).state).toBe(end);
    expect(await shows('runs_ended_total')).toStrictEqual({
      '{end="cancelled",code=""}': 1,
      ...(end === 'rolled_back' && { '{end="rolled_back",code=""}': 1 }),
    });
  }
});

it('A decision is one by its word, and a look in between is none', async () => {
  const { world, shows } = await watched();
  const run = await world.request();
  await checkAgain(world.parts, press(run, BOB));
  expect(await shows('decision_duration_seconds_count')).toStrictEqual({});
  await discard(world.parts, press(run, ALICE));
  const counts = { '{decision="discarded"}': 1 };
  expect(await shows('decision_duration_seconds_count')).toStrictEqual(counts);
  expect(await shows('runs_ended_total')).toStrictEqual({ '{end="discarded",code=""}': 1 });
});

it('A press that is refused counts by its code', async () => {
  const { world, shows } = await watched();
  const run = await world.request();
  await confirm(world.parts, press(run, EVE));
  await discard(world.parts, press(run, ALICE));
  await confirm(world.parts, press(run, BOB));
  expect(await shows('refused_presses_total')).toStrictEqual({
    '{code="not_entitled"}': 1,
    '{code="decided"}': 1,
  });
});
