import { describe, expect, it } from 'vitest';
import { breakGlass, mayBreakGlass } from '../../src/cancellations/break-glass/break-glass.js';
import { confirm } from '../../src/cancellations/request/confirm.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import { AT_ONCE, answers, nextPosts } from './execution.js';
import { inTrouble, presses, sent, word } from './going-on.js';
import {
  ALICE,
  BOB,
  EVE,
  expectSound,
  ORDER,
  ORDER_OPS,
  openWorld,
  press,
  useDatabase,
  type World,
  type WorldOptions,
} from './world.js';

useDatabase();
const OLD = { ageMs: 45 * 24 * 60 * 60_000 };
const WHY = 'The customer is at the door, and <@U0BOB> is asleep';
const GLASS = { breakGlassRoles: ['duty_manager'] };
/** Alice again, by another account of hers in Slack. */
const ALIAS: Person = { slackId: 'U0ALIAS', userId: ALICE.userId };

function onDuty({ service }: World, person = ALICE, roles = ['ops_engineer', 'duty_manager']) {
  service.addPerson({ userId: person.userId, roles });
}

/** A world where Alice may break the glass, and a request of hers that needs a second person. */
async function requested(options: WorldOptions = {}) {
  const world = await openWorld({ order: OLD, policy: GLASS, timings: AT_ONCE, ...options });
  onDuty(world);
  return { world, run: await world.request() };
}

async function breaks(world: World, runId: string, person = ALICE, why = WHY) {
  return breakGlass(world.parts, press(await world.runNow(runId), person), why);
}

const events = async (world: World, runId: string) =>
  (await world.trail(runId)).map(({ event }) => event);

describe('Break-glass: one entitled person alone, where a second one is needed', () => {
  it('cancels once, with the reason and the roles kept beside the key', async () => {
    const { world, run } = await requested();
    expect(await confirm(world.parts, press(run, ALICE))).toMatchObject({
      code: 'second_person_needed',
    });
    const decision = await breaks(world, run.runId, ALICE, `  ${WHY} `);
    const glass = { by: ALICE.slackId, reason: WHY, roles: ['duty_manager'] };
    expect(decision).toMatchObject({
      ...{ kind: 'confirmed' },
      run: { intent: { actor: ALICE, brokenGlass: { ...glass, at: world.clock.now() } } },
    });
    await world.launcher.run();
    await expectSound(world, run.runId);
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'cancelled' });
    expect(world.service.effects(ORDER)).toMatchObject([{ userId: ALICE.userId }]);
  });

  it('is an entry of its own in the trail, before the confirm: by whom, why, and by which roles', async () => {
    const { world, run } = await requested();
    await breaks(world, run.runId);
    const [, broken, confirmed] = await world.trail(run.runId);
    expect(broken).toMatchObject({
      ...{ event: 'break_glass', actor: ALICE.slackId, order_id: ORDER },
      data: { reason: WHY, roles: ['duty_manager'], userId: ALICE.userId, digest: run.digest },
    });
    expect(confirmed).toMatchObject({ event: 'confirmed', actor: ALICE.slackId });
    expect(confirmed?.data).toHaveProperty('verdicts');
    const recorded = await world.runNow(run.runId);
    const key = 'intent' in recorded ? recorded.intent.key : 'none';
    expect([broken, confirmed].map((entry) => JSON.stringify(entry?.data))).toStrictEqual([
      expect.stringContaining(key),
      expect.stringContaining(key),
    ]);
  });

  it('is told in #order-ops, over a restart before anything was told, and said in card and thread', async () => {
    const { world, run } = await requested();
    const { inLane } = world.launcher;
    world.launcher.inLane = async () => undefined;
    await breaks(world, run.runId);
    world.launcher.inLane = inLane;
    await world.wake();
    await world.launcher.run();
    const told = world.shown.all.filter(({ kind }) => kind === 'break_glass');
    expect(told).toMatchObject([{ channel: ORDER_OPS, runId: run.runId }]);
    const { history } = await world.runNow(run.runId);
    expect(history).toContainEqual(expect.objectContaining({ event: 'confirmed', alone: true }));
    expect(world.shown.thread(run.runId)).toContainEqual(
      expect.objectContaining({ milestone: 'started', by: ALICE.slackId, alone: true }),
    );
  });

  it('gets one through of many who break it at once', async () => {
    const { world, run } = await requested();
    const decisions = await Promise.all(
      Array.from({ length: 8 }, (_, n) => breaks(world, run.runId, n % 2 ? ALICE : ALIAS)),
    );
    const words = decisions.map((one) => (one.kind === 'refused' ? one.code : one.kind)).sort();
    expect(words).toStrictEqual(['confirmed', ...Array(7).fill('decided')]);
    await world.launcher.run();
    expect(world.service.effects(ORDER)).toHaveLength(1);
    expect((await events(world, run.runId)).filter((one) => one === 'break_glass')).toHaveLength(1);
  });
});

describe('Break-glass is refused, and nothing is sent:', () => {
  /** What the press of the button and the submit are answered with. */
  async function refusals(world: World, runId: string, person = ALICE, why = WHY) {
    const asked = await mayBreakGlass(world.parts, press(await world.runNow(runId), person));
    const said = await breaks(world, runId, person, why);
    await world.launcher.run();
    expect(world.posts()).toStrictEqual([]);
    expect(await events(world, runId)).not.toContain('break_glass');
    expect((await world.trail(runId)).at(-1)).toMatchObject({
      ...{ event: 'press_refused', actor: person.slackId },
    });
    return [asked, said].map((one) => (one.kind === 'refused' ? one.code : one.kind));
  }

  it('where it is off, as it is by default', async () => {
    const { world, run } = await requested({ policy: {} });
    const refused = await refusals(world, run.runId);
    expect(refused).toStrictEqual(['no_break_glass_role', 'no_break_glass_role']);
  });

  it.each([
    ['without one of its roles', ['ops_engineer'], 'no_break_glass_role'],
    ['with one of its roles, but none that may cancel', ['duty_manager'], 'not_entitled'],
    ['with no role any more', [], 'not_entitled'],
  ])('to a person %s, asked at the press and at the submit', async (_, roles, code) => {
    const { world, run } = await requested();
    onDuty(world, ALICE, roles);
    expect(await refusals(world, run.runId)).toStrictEqual([code, code]);
  });

  it('while the order service does not tell the roles', async () => {
    const { world, run } = await requested();
    world.service.faults.add({ on: 'roles', fault: answers(500) });
    const code = 'order_service_unavailable';
    expect(await refusals(world, run.runId)).toStrictEqual([code, code]);
  });

  it('to a person other than the requester, who can confirm without it', async () => {
    const { world, run } = await requested();
    onDuty(world, BOB);
    const code = 'second_person_not_needed';
    expect(await refusals(world, run.runId, BOB)).toStrictEqual([code, code]);
  });

  it('where no second person is needed', async () => {
    const { world, run } = await requested({ order: {} });
    const code = 'second_person_not_needed';
    expect(await refusals(world, run.runId)).toStrictEqual([code, code]);
  });

  it('while PAUSED', async () => {
    const { world, run } = await requested();
    world.state.paused = true;
    expect(await refusals(world, run.runId)).toStrictEqual(['paused', 'paused']);
  });

  it.each([
    ['nothing is typed', ' \n'],
    ['more is typed than fits', 'x'.repeat(501)],
  ])('where %s', async (_, why) => {
    const { world, run } = await requested();
    expect(await refusals(world, run.runId, ALICE, why)).toStrictEqual(['may', 'invalid_input']);
  });

  it('past a block that the card names already', async () => {
    const { world, run } = await requested();
    world.service.change(ORDER, { billingHold: true });
    expect(await breaks(world, run.runId)).toMatchObject({ kind: 'redrawn' });
    expect(await refusals(world, run.runId)).toStrictEqual(['billing_hold', 'billing_hold']);
  });
});

describe('Break-glass takes the second look as Confirm does:', () => {
  it.each([
    ['a block found then', { billingHold: true }],
    ['a change found then', { refund: { amount: '41.00', currency: 'EUR' } }],
  ])('%s is drawn, and nothing is sent', async (_, change) => {
    const { world, run } = await requested();
    const drawn = press(run, ALICE);
    expect(await mayBreakGlass(world.parts, drawn)).toMatchObject({ kind: 'may' });
    world.service.change(ORDER, change);
    expect(await breakGlass(world.parts, drawn, WHY)).toMatchObject({ kind: 'redrawn' });
    expect(await breakGlass(world.parts, drawn, WHY)).toMatchObject({ code: 'old_card' });
    await world.launcher.run();
    expect(world.posts()).toStrictEqual([]);
    expect(await events(world, run.runId)).not.toContain('break_glass');
  });
});

describe('Break-glass on a run in trouble', () => {
  const REFUSED = {
    order: OLD,
    policy: GLASS,
    approver: BOB,
    faults: [nextPosts(1, answers(422))],
  };

  it('stands for the approver of a new key, and is told and kept like the first', async () => {
    const { world, run } = await inTrouble(REFUSED);
    onDuty(world);
    expect(word(await presses(world, run.runId, ALICE))).toBe('second_person_needed');
    expect(await breaks(world, run.runId)).toMatchObject({ kind: 'going_on' });
    await world.launcher.run();
    await expectSound(world, run.runId);
    expect(await world.runNow(run.runId)).toMatchObject({
      ...{ state: 'cancelled', intent: { actor: ALICE, brokenGlass: { reason: WHY } } },
    });
    expect(sent(world)).toMatchObject({ posts: 2, keys: 2, lastBy: ALICE.userId });
    expect(await events(world, run.runId)).toContain('break_glass');
    expect(world.shown.all).toContainEqual(expect.objectContaining({ kind: 'break_glass' }));
    expect(world.shown.thread(run.runId)).toContainEqual(
      expect.objectContaining({ milestone: 'going_on', alone: true }),
    );
  });

  it('is not asked for again by the same key, which says what was decided alone', async () => {
    const { world, run } = await requested();
    world.service.faults.add(nextPosts(1, answers(401)));
    await breaks(world, run.runId);
    await world.launcher.run();
    expect(word(await presses(world, run.runId, ALICE))).toBe('going_on');
    await world.launcher.run();
    expect(sent(world)).toMatchObject({ posts: 2, keys: 1 });
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'cancelled' });
    expect((await events(world, run.runId)).filter((one) => one === 'break_glass')).toHaveLength(1);
  });

  it('is refused where going on only reads, and to somebody without the role', async () => {
    const { world, run } = await inTrouble({
      ...{ order: OLD, policy: GLASS, approver: BOB },
      timings: { processingMs: Number.POSITIVE_INFINITY },
    });
    onDuty(world);
    expect(await breaks(world, run.runId)).toMatchObject({ code: 'second_person_not_needed' });
    expect(await breaks(world, run.runId, EVE)).toMatchObject({ code: 'not_entitled' });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });
});
