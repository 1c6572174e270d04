import { describe, expect, it } from 'vitest';
import type { Modal, Person } from '../../src/sandbox/slack/index.js';
import { answers, nextPosts } from '../cancellations/execution.js';
import { inTrouble } from '../cancellations/going-on.js';
import {
  ALICE,
  BOB,
  ORDER,
  openWorld,
  useDatabase,
  type WorldOptions,
} from '../cancellations/world.js';
import { FLOOR } from '../sandbox/slack/apps.js';
import { openDesk } from './desk.js';

useDatabase();
const OLD = { ageMs: 45 * 24 * 60 * 60_000 };
const GLASS = { policy: { breakGlassRoles: ['duty_manager'] }, order: OLD };
const ON_DUTY = { userId: ALICE.userId, roles: ['ops_engineer', 'duty_manager'] };

/** Alice asked for a cancellation that needs a second person, and looks at its card. */
async function asked(options: WorldOptions = GLASS, roles = ON_DUTY.roles) {
  const world = await openWorld(options);
  world.service.addPerson({ ...ON_DUTY, roles });
  const run = await world.request();
  const desk = await openDesk(world);
  return { world, run, ...desk, card: await desk.cardOf(run) };
}

const refusal = (person: Person) => person.message(FLOOR, 'second_person_needed');
const form = (person: Person): Promise<Modal> =>
  person.modal((shown) => shown.view.submit !== undefined);

describe('«Break glass»', () => {
  it('is offered to the requester whose press was refused, and cancels once a reason is typed', async () => {
    const { world, run, card, alice, slack } = await asked();
    await alice.presses(card, 'Confirm');
    await alice.presses(await refusal(alice), 'Break glass');
    const modal = await form(alice);
    expect(modal.text()).toContain('Age');
    const blank = await alice.submits(modal, { glass_reason: ' ' });
    expect(blank).toMatchObject({ action: 'errors', errors: { glass_reason: /invalid_input/ } });
    await alice.submits(modal, { glass_reason: 'Nobody else is up' });
    await alice.modal('Confirmed: the cancellation runs');
    await world.launcher.run();
    expect(world.service.effects(ORDER)).toMatchObject([{ userId: ALICE.userId }]);
    expect(await world.runNow(run.runId)).toMatchObject({
      intent: { brokenGlass: { reason: 'Nobody else is up', roles: ['duty_manager'] } },
    });
    expect(slack.person('alice').troubles).toStrictEqual([]);
  });

  it.each([
    ['where it is off', { order: OLD }, ON_DUTY.roles],
    ['to a person who holds none of its roles', GLASS, ['ops_engineer']],
  ])('is not offered %s', async (_, options, roles) => {
    const { card, alice, slack } = await asked(options, roles);
    await alice.presses(card, 'Confirm');
    expect(slack.asText(await refusal(alice))).not.toContain('Break glass');
  });

  it.each([
    ['the roles', 'no_break_glass_role', { roles: ['ops_engineer'] }],
    ['the role that may cancel', 'not_entitled', { roles: ['duty_manager'] }],
  ])('asks at its submit for %s once more', async (_, code, now) => {
    const { world, card, alice } = await asked();
    await alice.presses(card, 'Confirm');
    await alice.presses(await refusal(alice), 'Break glass');
    const modal = await form(alice);
    world.service.addPerson({ ...ON_DUTY, ...now });
    await alice.submits(modal, { glass_reason: 'Nobody else is up' });
    await alice.modal(code);
    expect(world.posts()).toStrictEqual([]);
  });

  it('asks at its submit for the person once more', async () => {
    const { world, card, alice, slack } = await asked();
    await alice.presses(card, 'Confirm');
    await alice.presses(await refusal(alice), 'Break glass');
    const modal = await form(alice);
    slack.changePerson('alice', { isRestricted: true });
    await alice.submits(modal, { glass_reason: 'Nobody else is up' });
    await alice.modal('guest');
    expect(world.posts()).toStrictEqual([]);
  });

  it('shows what blocks the order by then, and nothing is sent', async () => {
    const { world, card, alice } = await asked();
    await alice.presses(card, 'Confirm');
    await alice.presses(await refusal(alice), 'Break glass');
    const modal = await form(alice);
    world.service.change(ORDER, { billingHold: true });
    await alice.submits(modal, { glass_reason: 'Nobody else is up' });
    await alice.modal('billing_hold');
    expect(world.posts()).toStrictEqual([]);
  });

  it('is offered beside «Retry» too, where a new key needs an approver', async () => {
    const faults = [nextPosts(1, answers(422))];
    const { world, run } = await inTrouble({ ...GLASS, approver: BOB, faults });
    world.service.addPerson(ON_DUTY);
    const { cardOf, alice } = await openDesk(world);
    await alice.presses(await cardOf(run), 'Retry');
    await alice.presses(await refusal(alice), 'Break glass');
    await alice.submits(await form(alice), { glass_reason: 'Nobody else is up' });
    await alice.modal('It goes on');
    await world.launcher.run();
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'cancelled' });
  });
});
