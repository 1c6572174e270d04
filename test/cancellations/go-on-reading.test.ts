import { describe, expect, it } from 'vitest';
import type { In } from '../../src/cancellations/run/record.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { AT_ONCE, answers, nextPosts, played, type Story } from './execution.js';
import { BROKEN, FOREVER, inTrouble, LOST, presses, retried, sent } from './going-on.js';
import { ALICE, BOB, CAROL, expectSound, ORDER, press, useDatabase } from './world.js';

useDatabase();
const MINUTE = 60_000;
const SLOW: Story = { timings: { ...AT_ONCE, processingMs: 20 * MINUTE } };
const UNVERIFIED: Story = { order: { billingStays: 'active' } };

describe('Retry of what is still processing', () => {
  it('polls for another 5 minutes, and never sends', async () => {
    const { world, run } = await inTrouble(SLOW);
    expect(run.trouble).toMatchObject({ code: 'still_processing', goOn: 'poll', accepted: true });
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'going_on', said: 'troubled still_processing', posts: 1 },
      run: { trouble: { number: 2, accepted: true } },
    });
    world.service.settle(ORDER);
    expect(await retried(world, run.runId, CAROL)).toMatchObject({ said: 'cancelled', posts: 1 });
  });

  it('goes on while PAUSED, and whatever has changed about the order: nothing is sent', async () => {
    const { world, run } = await inTrouble(SLOW);
    world.state.paused = true;
    world.service.settle(ORDER);
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'cancelled', posts: 1 });
  });

  it('does not ask whose it is, where our POST was answered with a yes', async () => {
    const { world, run } = await inTrouble({ ...SLOW, order: { auditNeverWritten: true } });
    world.service.settle(ORDER);
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'troubled unverified' });
  });

  it('asks whose it is, where our POST was never answered', async () => {
    const { world, run } = await inTrouble({
      ...SLOW,
      faults: [nextPosts(1, LOST)],
      order: { auditNeverWritten: true },
    });
    expect(run.trouble).toMatchObject({ code: 'still_processing' });
    expect(run.trouble).not.toHaveProperty('accepted');
    world.service.settle(ORDER);
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ said: 'troubled outcome_unknown', posts: 1 },
    });
  });
});

describe('Retry of a post-check that stayed unmet', () => {
  it('asks the post-checks again; the order is cancelled all the while', async () => {
    const { world, run } = await inTrouble(UNVERIFIED);
    expect(run.trouble).toMatchObject({ code: 'unverified', goOn: 'verify', known: 'cancelled' });
    const again = await retried(world, run.runId, BOB);
    expect(again).toMatchObject({ answer: 'going_on', said: 'troubled unverified', posts: 1 });
    world.service.change(ORDER, { billingStays: undefined });
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'cancelled', posts: 1 });
  });

  it('neither moves the rollback window nor begins another', async () => {
    const { world, run } = await inTrouble(UNVERIFIED);
    await world.clock.advance(10 * MINUTE);
    world.service.change(ORDER, { billingStays: undefined });
    const { run: after } = await retried(world, run.runId, BOB);
    expect(after).toMatchObject({
      effect: { windowEndsAt: run.effect?.windowEndsAt, cancelledAt: run.effect?.cancelledAt },
    });
  });
});

describe('Retry of a ticket that could not be delivered', () => {
  it('delivers it again under the same id, and leaves the run as it is', async () => {
    const { world, run } = await played({});
    const ticketId = '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
    await world.records.move(run.runId, (now, at) =>
      now.state === 'cancelled'
        ? { run: withFailedTicket(now, ticketId, at), audit: [] }
        : undefined,
    );
    expect(await presses(world, run.runId, BOB)).toMatchObject({
      kind: 'going_on',
      run: { state: 'cancelled', effect: { ticket: { state: 'opening', ticketId, attempt: 2 } } },
    });
  });
});

function withFailedTicket(run: In<'cancelled'>, ticketId: string, at: number): In<'cancelled'> {
  const failed = { state: 'failed', attempt: 1, failedAt: at, number: 1, detail: '' } as const;
  return {
    ...run,
    effect: { ...run.effect, ticket: { ...failed, ticketId, by: ALICE, at, tried: [] } },
  };
}

/** A story, what mends it before Retry, and how many POSTs it takes in all. */
const WAYS: [string, Story, number][] = [
  ['sends the same key', { faults: [nextPosts(5, answers(503, 'not_started'))] }, 6],
  ['sends a new key', { faults: [nextPosts(1, answers(422))] }, 2],
  ['only looks up', { faults: [nextPosts(1, LOST), { on: 'audit_log', fault: answers(503) }] }, 1],
  ['polls', SLOW, 1],
];

describe('A Retry whose process dies', () => {
  it.each(WAYS)(
    'in any step goes on after the restart, and doubles nothing: %s',
    async (_, story, posts) => {
      const whole = await inTrouble(story);
      whole.world.service.settle(ORDER);
      await retried(whole.world, whole.run.runId, BOB);
      const words = whole.world.launcher.records('cancelOrder')[1]?.words ?? [];
      expect(words.length).toBeGreaterThan(3);
      for (const [word, { name }] of words.entries()) {
        if (!name.startsWith('step')) continue;
        const { world, run } = await inTrouble(story);
        world.service.settle(ORDER);
        await presses(world, run.runId, BOB);
        await world.launcher.run({ workflow: 'cancelOrder', word, moment: 'in' });
        await world.wake();
        await world.launcher.run();
        expect((await world.runNow(run.runId)).state, name).toBe('cancelled');
        expect(world.launcher.crashes, name).toBe(1);
        expect(sent(world).posts, name).toBeLessThanOrEqual(posts + 1);
        expect(world.service.effects(ORDER), name).toHaveLength(1);
        await expectSound(world, run.runId);
      }
    },
  );

  it('before its signal goes on after the restart', async () => {
    const { world, run } = await inTrouble({ faults: [nextPosts(FOREVER, answers(401))] });
    const { start } = world.launcher;
    const died = new Promise<void>((resolve) => {
      world.launcher.start = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    void goOn(world.parts, press(run, BOB));
    await died;
    world.launcher.start = start;
    await world.wake();
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(sent(world)).toMatchObject({ posts: 2, keys: 1, lastBy: ALICE.userId });
  });

  it('and starts again PAUSED holds it, where an earlier key may have taken effect: nothing ends', async () => {
    const { world, run } = await inTrouble({
      faults: [nextPosts(1, BROKEN), nextPosts(1, answers(422))],
    });
    expect(run.trouble).toMatchObject({ known: 'not_seen', goOn: 'send_anew' });
    await presses(world, run.runId, BOB);
    world.state.paused = true;
    world.clock.after(60 * MINUTE, () => {
      expect(sent(world)).toMatchObject({ posts: 2 });
      world.state.paused = false;
    });
    await world.launcher.run();
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(sent(world)).toMatchObject({ posts: 3, keys: 2 });
  });
});
