import { describe, expect, it } from 'vitest';
import { isLive } from '../../src/cancellations/run/record.js';
import { AT_ONCE, answers, played, type Story } from './execution.js';
import { CAROL, ORDER, useDatabase, type World } from './world.js';

useDatabase();

type Words = readonly [order: string, billing: string, notification: string, audit: string];
const VERIFIED: Words = ['verified', 'verified', 'verified', 'verified'];
const ROUNDS = (rounds: number) => Array.from({ length: rounds - 1 }, () => 10_000);

async function checked(story: Story) {
  const outcome = await played(story);
  const { run, world } = outcome;
  const checks = 'effect' in run ? (run.effect?.postChecks ?? []) : [];
  return {
    ...outcome,
    checks,
    words: checks.map(({ word }) => word),
    told: await told(world, run),
  };
}

/** The post-checks as each round recorded them. */
async function told(world: World, { runId }: { readonly runId: string }) {
  const trail = await world.trail(runId);
  return trail.filter(({ event }) => event === 'post_checks').map(({ data }) => data);
}

/** Somebody else's audit entry stands where ours should. */
const theirEntry = (world: World) => {
  const entry = {
    ...{ event: 'order.cancelled', user_id: CAROL.userId },
    timestamp: new Date(world.clock.now()).toISOString(),
  };
  const body = { order_id: ORDER, entries: [entry] };
  world.service.faults.add({ on: 'audit_log', fault: { kind: 'status', status: 200, body } });
};

describe('Post-checks', () => {
  it('that are all met at once end the run as cancelled, and verified', async () => {
    const { said, words, sleeps, milestones, world } = await checked({});
    expect([said, words, sleeps]).toStrictEqual(['cancelled', VERIFIED, []]);
    expect(milestones.at(-1)?.milestone).toBe('verified');
    expect(await world.records.waking()).toStrictEqual([]);
  });

  it('are asked again every 10 s while another system lags, the settled ones no more', async () => {
    const { said, words, sleeps, told, world } = await checked({
      timings: { ...AT_ONCE, billingLagMs: 15_000, notificationLagMs: 5_000 },
    });
    expect([said, words, sleeps]).toStrictEqual(['cancelled', VERIFIED, ROUNDS(3)]);
    const counts = world.service.counts();
    expect([counts.billing, counts.notifications, counts.audit_log]).toStrictEqual([3, 2, 1]);
    expect(told).toMatchObject([
      { postChecks: [{}, { word: 'not_yet' }, { word: 'not_yet' }, { word: 'verified' }] },
      { postChecks: [{}, { word: 'not_yet' }, { word: 'verified' }, { word: 'verified' }] },
      { postChecks: [{}, { word: 'verified' }, { word: 'verified' }, { word: 'verified' }] },
    ]);
  });

  it.each<[string, Story, Words]>([
    [
      'billing',
      { order: { billingStays: 'active' } },
      ['verified', 'unverified', 'verified', 'verified'],
    ],
    [
      'notification',
      { order: { notificationsNeverSent: true } },
      ['verified', 'verified', 'unverified', 'verified'],
    ],
    [
      'audit entry',
      { order: { auditNeverWritten: true } },
      ['verified', 'verified', 'verified', 'unverified'],
    ],
    [
      'billing that cannot be read',
      { faults: [{ on: 'billing', fault: answers(503) }] },
      ['verified', 'unverified', 'verified', 'verified'],
    ],
  ])('not met at the time-out are unverified, each by itself: %s', async (name, story, words) => {
    const outcome = await checked(story);
    expect([outcome.said, outcome.words]).toStrictEqual(['troubled unverified', words]);
    expect(outcome.sleeps).toStrictEqual(ROUNDS(13));
    expect(outcome.milestones.map(({ milestone }) => milestone)).toContain('cancelled');
    expect(name).toContain(outcome.milestones.at(-1)?.detail);
    const { runs } = await outcome.world.records.list(10);
    expect(runs.filter(isLive)).toHaveLength(1);
  });

  it.each<[string, Story, Words]>([
    [
      'somebody else’s audit entry',
      { before: theirEntry },
      ['verified', 'verified', 'verified', 'failed'],
    ],
    [
      'an order state that no cancellation leads to',
      {
        faults: [
          {
            ...{ on: 'status', skip: 1 },
            fault: { kind: 'status', status: 200, body: { order_id: ORDER, status: 'archived' } },
          },
        ],
      },
      ['failed', 'verified', 'verified', 'verified'],
    ],
  ])('are contradicted by %s, at once', async (_, story, words) => {
    const outcome = await checked(story);
    expect([outcome.said, outcome.words]).toStrictEqual(['troubled contradicted', words]);
    expect(outcome.sleeps).toStrictEqual([]);
    expect(outcome.run).toMatchObject({ effect: { windowEndsAt: expect.any(Number) } });
  });

  it('without notify_stakeholders read «not asked for», and nobody is asked', async () => {
    const { said, checks, world } = await checked({ ask: { notifyStakeholders: false } });
    expect(said).toBe('cancelled');
    expect(checks).toContainEqual({
      ...{ check: 'notification', word: 'not_asked_for', found: 'not asked for' },
    });
    expect(world.service.calls({ route: 'notifications' })).toStrictEqual([]);
    expect(JSON.parse(world.posts()[0]?.body ?? '')).toMatchObject({ notify_stakeholders: false });
  });

  it('do not take an earlier round’s notification and audit entry for this one’s', async () => {
    const { said, words } = await checked({
      order: {
        ...{ notificationsNeverSent: true, auditNeverWritten: true },
        cancelled: { by: 'alice@example.com', agoMs: 3 * 60 * 60_000 },
      },
      earlier: ({ service }) => service.change(ORDER, { state: 'pending' }),
    });
    expect(said).toBe('troubled unverified');
    expect(words).toStrictEqual(['verified', 'verified', 'unverified', 'unverified']);
  });

  it('allow for CLOCK_SKEW: entries written by a clock that is late count', async () => {
    const { said } = await checked({
      before: ({ clock, service }) => {
        const timestamp = new Date(clock.now() - 2 * 60_000).toISOString();
        const entries = [{ event: 'order.cancelled', user_id: 'alice@example.com', timestamp }];
        const body = { order_id: ORDER, entries };
        service.faults.add({ on: 'audit_log', fault: { kind: 'status', status: 200, body } });
      },
    });
    expect(said).toBe('cancelled');
  });
});
