import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { answers, nextPosts, played, type Story } from './execution.js';
import { ALICE, CAROL, ORDER, useDatabase } from './world.js';

useDatabase();

const BROKEN: Fault = { kind: 'break', when: 'before_effect' };
const LOST: Fault = { kind: 'break', when: 'after_effect' };

describe('A POST that is answered', () => {
  it.each<[string, Story]>([
    ['202', {}],
    [
      '200',
      {
        faults: [
          nextPosts(1, {
            ...{ kind: 'status', status: 200, when: 'after_effect' },
            body: { order_id: ORDER, status: 'cancelled' },
          }),
        ],
      },
    ],
  ])('%s is accepted, and not sent again', async (_, story) => {
    const { said, posts, effects, sleeps, milestones } = await played(story);
    expect([said, posts, effects, sleeps]).toStrictEqual(['cancelled', 1, 1, []]);
    expect(milestones.map(({ milestone }) => milestone)).toStrictEqual([
      ...['started', 'processing', 'cancelled', 'verified'],
    ]);
  });

  it.each<[string, string, Story]>([
    ['400', 'refused invalid_state', { faults: [nextPosts(1, answers(400, 'invalid_state'))] }],
    ['401', 'troubled bad_service_token', { faults: [nextPosts(1, answers(401))] }],
    ['403', 'refused forbidden', { faults: [nextPosts(1, answers(403))] }],
    ['404', 'refused order_not_found', { faults: [nextPosts(1, answers(404))] }],
    ['405', 'troubled rejected_request', { faults: [nextPosts(1, answers(405))] }],
    ['413', 'troubled rejected_request', { faults: [nextPosts(1, answers(413))] }],
    ['418', 'troubled rejected_request', { faults: [nextPosts(1, answers(418))] }],
    ['422', 'troubled rejected_request', { faults: [nextPosts(1, answers(422))] }],
  ])('%s ends as %s: never retried', async (_, ends, story) => {
    const { said, posts, effects, sleeps, milestones, run } = await played(story);
    expect([said, posts, effects, sleeps]).toStrictEqual([ends, 1, 0, []]);
    const [state, code] = ends.split(' ');
    expect(milestones.at(-1)).toMatchObject({ milestone: state, code, mentions: [ALICE.slackId] });
    const found = run.state === 'refused' ? run.refusal : 'trouble' in run && run.trouble;
    expect(found).toMatchObject({ detail: expect.stringMatching(/./) });
  });

  it('400, where our own success shows, is a success', async () => {
    const fault = answers(400, 'invalid_state', {}, 'after_effect');
    const { said, posts, effects } = await played({ faults: [nextPosts(1, fault)] });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 1, 1]);
  });

  it('400 after an answer that was lost and a look-up that was stale, is our own success', async () => {
    const { said, posts, effects } = await played({
      faults: [
        nextPosts(1, LOST),
        nextPosts(1, answers(400, 'invalid_state'), 1),
        { on: 'reads', times: 3, fault: { kind: 'stale' } },
      ],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 2, 1]);
  });

  it('400, where somebody else cancelled, ends as already_cancelled and says by whom', async () => {
    const { said, posts, run, milestones, world } = await played({
      before: ({ service }) => service.cancelledElsewhere(ORDER, CAROL.userId),
    });
    expect([said, posts]).toStrictEqual(['refused already_cancelled', 1]);
    expect(run).toMatchObject({ refusal: { detail: `by ${CAROL.userId}` } });
    expect(run).not.toHaveProperty('effect');
    expect(milestones.at(-1)).toMatchObject({ detail: `by ${CAROL.userId}` });
    expect(await world.records.waking()).toStrictEqual([]);
  });

  it('403 tells the roles found, and speaks of ownership', async () => {
    const owned = await played({ order: { owner: CAROL.userId } });
    expect(owned.said).toBe('refused forbidden');
    expect(owned.milestones.at(-1)?.detail).toMatch(/roles found: ops_engineer; .*owner/);
    const demoted = await played({
      before: ({ service }) => service.addPerson({ userId: ALICE.userId, roles: ['viewer'] }),
    });
    expect(demoted.said).toBe('refused forbidden');
    expect(demoted.milestones.at(-1)?.detail).toMatch(/roles found: viewer; .*owner/);
  });

  it('403 by a service that does not give the roles either says so', async () => {
    const { milestones } = await played({
      faults: [nextPosts(1, answers(403)), { on: 'roles', fault: answers(404) }],
    });
    expect(milestones.at(-1)?.detail).toMatch(/could not be read \(unknown_person\)/);
  });
});

describe('409', () => {
  it.each([
    ['billing_hold', { billingHold: true }],
    ['shipment_in_transit', { shipmentStatus: 'in_transit' }],
  ])('by a block is level 2: %s, named and not retried', async (code, block) => {
    const { said, posts, effects, milestones } = await played({
      before: ({ service }) => service.change(ORDER, block),
    });
    expect([said, posts, effects]).toStrictEqual([`troubled ${code}`, 1, 0]);
    expect(milestones.at(-1)).toMatchObject({ milestone: 'blocked', code });
  });

  it('while the same key is in flight ends as its first request does', async () => {
    const { said, posts, effects } = await played({
      faults: [
        nextPosts(1, LOST),
        nextPosts(1, answers(409, 'idempotency_key_in_flight'), 1),
        { on: 'reads', times: 3, fault: { kind: 'stale' } },
      ],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 2, 1]);
  });

  it('by somebody else’s cancellation in progress is polled, and ends as already_cancelled', async () => {
    const { said, posts, effects, run } = await played({
      timings: { processingMs: 45_000 },
      before: async ({ service, clock }) => {
        service.cancelledElsewhere(ORDER, CAROL.userId);
        service.faults.add(nextPosts(1, answers(409, 'cancellation_in_progress')));
        const body = { order_id: ORDER, status: 'processing' };
        const fault = { kind: 'status', status: 200, body } as const;
        const processing = service.faults.add({ on: 'cancel_status', fault });
        clock.after(45_000, () => processing.clear());
      },
    });
    expect([said, posts, effects]).toStrictEqual(['refused already_cancelled', 1, 0]);
    expect(run).toMatchObject({ refusal: { detail: `by ${CAROL.userId}` } });
  });
});

const UNANSWERED: [string, Fault, number?][] = [
  ...[408, 425, 500, 502, 503, 504].map(
    (code) => [`${code}`, answers(code)] satisfies [string, Fault],
  ),
  ['503 not_started', answers(503, 'not_started')],
  ['a redirect', { kind: 'redirect', location: 'http://elsewhere.example/' }],
  ['a broken connection', BROKEN],
  ['no answer in time', { kind: 'hang', when: 'before_effect' }, 700],
];

const LOST_ANSWERS: [string, Fault, number?][] = [
  ...[408, 425, 500, 503].map(
    (code) => [`${code}`, answers(code, 'fault', {}, 'after_effect')] satisfies [string, Fault],
  ),
  ['a broken connection', LOST],
  ['a reply that breaks off', { kind: 'break', when: 'in_body' }],
  ['no answer in time', { kind: 'hang', when: 'after_effect' }, 700],
  ['a 2xx of HTML', { kind: 'garbage', form: 'html' }],
  ['a 2xx of broken JSON', { kind: 'garbage', form: 'invalid_json' }],
  ['a 2xx of another shape', { kind: 'garbage', form: 'wrong_schema' }],
  ['a 2xx about another order', { kind: 'other_order' }],
  ['a 2xx beyond 1 MB', { kind: 'huge' }],
];

describe('A POST whose outcome is unknown', () => {
  it.each(UNANSWERED)(
    'by %s, without effect, is looked up and sent again with the same key',
    async (_, fault, timeout) => {
      const { said, posts, effects, sleeps } = await played({
        faults: [nextPosts(1, fault)],
        ...(timeout && { timeout }),
      });
      expect([said, posts, effects, sleeps]).toStrictEqual(['cancelled', 2, 1, [500]]);
    },
  );

  it.each(LOST_ANSWERS)(
    'by %s, with its effect, is looked up and not sent again',
    async (_, fault, timeout) => {
      const { said, posts, effects, sleeps } = await played({
        faults: [nextPosts(1, fault)],
        ...(timeout && { timeout }),
      });
      expect([said, posts, effects, sleeps]).toStrictEqual(['cancelled', 1, 1, [500]]);
    },
  );

  it('and whose cancellation is seen processing is polled to its end, and attributed', async () => {
    const { said, posts, effects, run } = await played({
      faults: [nextPosts(1, LOST)],
      timings: { processingMs: 60_000 },
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 1, 1]);
    expect(run.history.map(({ event }) => event)).toStrictEqual([
      ...['requested', 'confirmed', 'retrying', 'processing', 'cancelled', 'checked'],
    ]);
  });

  it('and whose look-up is stale is sent again, and takes effect once', async () => {
    const { said, posts, effects } = await played({
      faults: [nextPosts(1, LOST), { on: 'reads', times: 3, fault: { kind: 'stale' } }],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 2, 1]);
  });

  it('does not take an earlier round’s completion for its own', async () => {
    const { said, posts, effects } = await played({
      order: { cancelled: { by: ALICE.userId, agoMs: 3 * 60 * 60_000 } },
      earlier: ({ service }) => service.change(ORDER, { state: 'pending' }),
      faults: [nextPosts(1, BROKEN)],
    });
    expect([said, posts, effects]).toStrictEqual(['cancelled', 2, 1]);
  });

  it('while somebody else cancelled ends as already_cancelled', async () => {
    const { said, posts, effects } = await played({
      faults: [nextPosts(1, BROKEN)],
      before: ({ clock, service }) =>
        clock.after(100, () => service.cancelledElsewhere(ORDER, CAROL.userId)),
    });
    expect([said, posts, effects]).toStrictEqual(['refused already_cancelled', 1, 0]);
  });
});
