import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { answers, nextPosts, played } from './execution.js';
import { ALICE, BOB, CAROL, ORDER, useDatabase } from './world.js';

useDatabase();

const BROKEN: Fault = { kind: 'break', when: 'before_effect' };
const LOST: Fault = { kind: 'break', when: 'after_effect' };
const NOT_STARTED = answers(503, 'not_started');
const FOREVER = Number.POSITIVE_INFINITY;

describe('Level 1', () => {
  it('waits with exponential backoff and full jitter, and ends after RETRY_ATTEMPTS tries', async () => {
    const { said, posts, effects, sleeps, run } = await played({
      faults: [nextPosts(FOREVER, BROKEN)],
    });
    expect([said, posts, effects]).toStrictEqual(['troubled order_service_unavailable', 5, 0]);
    // The test's random number is always a half.
    expect(sleeps).toStrictEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(run.history.filter(({ event }) => event === 'retrying')).toHaveLength(1);
  });

  it.each<[string, Fault[], string]>([
    ['503 not_started each time', [], 'not started'],
    ['once unanswered', [BROKEN], 'not seen to have started'],
  ])('used up, answered with %s, says so', async (_, first, detail) => {
    const { said, milestones } = await played({
      faults: [...first.map((fault) => nextPosts(1, fault)), nextPosts(FOREVER, NOT_STARTED)],
    });
    expect(said).toBe('troubled order_service_unavailable');
    const said_ = expect.stringMatching(new RegExp(`^${detail} \\(as of \\d\\d:\\d\\d UTC\\)$`));
    expect(milestones.at(-1)).toMatchObject({ detail: said_, mentions: [ALICE.slackId] });
  });

  it('mentions requester and approver at its end, where they are two', async () => {
    const { milestones } = await played({
      order: { ageMs: 45 * 24 * 60 * 60_000 },
      approver: BOB,
      faults: [nextPosts(FOREVER, NOT_STARTED)],
    });
    expect(milestones.at(-1)?.mentions).toStrictEqual([ALICE.slackId, BOB.slackId]);
  });
});

describe('429', () => {
  it.each<[string, Record<string, string>, number]>([
    ['without Retry-After waits RATE_LIMIT_WAIT', {}, 60_000],
    ['with a shorter Retry-After too', { 'Retry-After': '5' }, 60_000],
    ['with a longer Retry-After waits that', { 'Retry-After': '120' }, 120_000],
  ])('%s, then sends the same key', async (_, headers, wait) => {
    const { said, posts, effects, sleeps, run } = await played({
      faults: [nextPosts(1, answers(429, 'rate_limited', headers))],
    });
    expect([said, posts, effects, sleeps]).toStrictEqual(['cancelled', 2, 1, [wait]]);
    expect(run.history).toContainEqual(expect.objectContaining({ event: 'rate_limited' }));
  });

  it('with a date in Retry-After waits until then', async () => {
    const { sleeps } = await played({
      before: ({ service, clock }) => {
        const date = new Date(clock.now() + 90_000).toUTCString();
        service.faults.add(nextPosts(1, answers(429, 'rate_limited', { 'Retry-After': date })));
      },
    });
    expect(sleeps).toStrictEqual([90_000]);
  });

  it('costs no try', async () => {
    const { said, posts, effects } = await played({
      faults: [nextPosts(3, answers(429)), nextPosts(4, BROKEN)],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 8, 1]);
  });

  it('for 10 minutes ends in rate_limited', async () => {
    const { said, posts, effects, sleeps } = await played({
      faults: [nextPosts(FOREVER, answers(429))],
    });
    expect([said, posts, effects]).toStrictEqual(['troubled rate_limited', 11, 0]);
    expect(sleeps.reduce((all, sleep) => all + sleep, 0)).toBe(10 * 60_000);
  });

  it('looks up before it sends again: what somebody else did meanwhile is seen', async () => {
    const { said, posts } = await played({
      faults: [nextPosts(1, answers(429))],
      before: ({ clock, service }) =>
        clock.after(30_000, () => service.cancelledElsewhere(ORDER, CAROL.userId)),
    });
    expect([said, posts]).toStrictEqual(['refused already_cancelled', 1]);
  });
});

describe('The look-up', () => {
  it('that cannot be read leaves the outcome unknown, and nothing is sent again', async () => {
    const { said, posts, run } = await played({
      faults: [nextPosts(1, LOST), { on: 'reads', fault: answers(503, 'unavailable') }],
    });
    expect([said, posts]).toStrictEqual(['troubled outcome_unknown', 1]);
    expect(run).toMatchObject({ trouble: { detail: expect.stringContaining('unavailable') } });
  });

  it('is asked again while it cannot be read', async () => {
    const { said, posts, effects } = await played({
      // Five tries of the client in each of two looks.
      faults: [nextPosts(1, LOST), { on: 'audit_log', times: 10, fault: answers(503) }],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 1, 1]);
  });

  it('waits for the audit log that lags, to see whose cancellation it was', async () => {
    const { said, posts, sleeps } = await played({
      faults: [nextPosts(1, LOST)],
      timings: { processingMs: 0, billingLagMs: 0, notificationLagMs: 0, auditLagMs: 25_000 },
    });
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
    expect(sleeps).toStrictEqual([500, 10_000, 10_000, 10_000]);
  });

  it('of an order that is cancelled by nobody knows whom leaves the outcome unknown', async () => {
    const { said, posts, sleeps } = await played({
      faults: [nextPosts(1, LOST)],
      order: { auditNeverWritten: true },
    });
    expect([said, posts]).toStrictEqual(['troubled outcome_unknown', 1]);
    expect(sleeps.slice(1).reduce((all, sleep) => all + sleep, 0)).toBe(2 * 60_000);
  });
});

describe('PAUSED', () => {
  it('refuses what was not sent yet: nothing was done, and the order is free again', async () => {
    const { said, posts } = await played({
      before: ({ state }) => {
        state.paused = true;
      },
    });
    expect([said, posts]).toStrictEqual(['refused paused', 0]);
  });

  it('holds a try that may have taken effect, and goes on with the same key when it is lifted', async () => {
    const { said, posts, effects } = await played({
      faults: [nextPosts(1, BROKEN)],
      before: ({ state, clock, service }) => {
        clock.after(100, () => {
          state.paused = true;
        });
        clock.after(60 * 60_000, () => {
          expect(service.calls({ method: 'POST' })).toHaveLength(1);
          state.paused = false;
        });
      },
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 2, 1]);
  });

  it('after the POST was accepted lets the polls and post-checks go on', async () => {
    const { said, posts } = await played({
      timings: { processingMs: 60_000 },
      before: ({ state, clock }) => {
        clock.after(1_000, () => {
          state.paused = true;
        });
      },
    });
    expect([said, posts]).toStrictEqual(['cancelled', 1]);
  });
});
