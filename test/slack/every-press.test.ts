import { describe, expect, it } from 'vitest';
import type { LocalSlack, Message, Person } from '../../src/sandbox/slack/index.js';
import { AT_ONCE, answers, nextPosts, played } from '../cancellations/execution.js';
import { ALICE, ORDER, openWorld, useDatabase, type World } from '../cancellations/world.js';
import { FLOOR } from '../sandbox/slack/apps.js';
import { openDesk } from './desk.js';
import {
  type Act,
  MALLORY,
  NO_MEMBERS,
  NO_ROLE,
  presses,
  refuseEach,
  submits,
  types,
} from './kinds.js';
import { alsoTroubled } from './storm.js';

useDatabase();
const EVERYBODY = { ...NO_MEMBERS, ...NO_ROLE };
const HELD = 'ORD-2001';
const FREE = 'ORD-2002';

type Acts = Readonly<Record<string, Act>>;
type Scene = { readonly world: World; readonly slack: LocalSlack };

/** Each of these is refused to everybody who may not, and nothing comes of it. */
async function expectRefused({ world, slack }: Scene, acts: Acts, kinds = EVERYBODY) {
  const before = await everything(world);
  const posts = world.posts().length;
  await refuseEach(world, slack, kinds, acts);
  await world.launcher.run();
  expect(await everything(world)).toStrictEqual(before);
  expect(world.posts()).toHaveLength(posts);
  const trail = await world.db
    .selectFrom('opsguide.audit')
    .select('event')
    .distinct()
    .where('actor', '=', MALLORY.slackId)
    .where('at', '>=', world.clock.now())
    .execute();
  // While she still was who she should be, she requested, and opened a modal.
  expect(trail.filter(({ event }) => !/refused|requested|asked/.test(event))).toStrictEqual([]);
}

/** What the bot holds of runs and escalations. */
async function everything({ db }: World) {
  const runs = await db.selectFrom('opsguide.cancellations').select('record').execute();
  const lines = await db.selectFrom('opsguide.escalated').selectAll().execute();
  return { runs, lines };
}

const pressed = (message: Message, label: string) => (mallory: Person) =>
  mallory.presses(message, label);
/** «… one run»: the run is picked, and what follows asks once more. */
const picked = (message: Message, label: string) => async (mallory: Person) => {
  await mallory.presses(message, label);
  const list = await mallory.modal((shown) => shown.view.submit !== undefined);
  await mallory.submits(list, { pick: ORDER });
  await mallory.modal((shown) => shown.has('What is true'));
};

describe('Whoever may not is refused with the reason, whatever they type, press or submit:', () => {
  it('commands, the look and the request', async () => {
    const world = await openWorld();
    for (const [id, billingHold] of [
      [HELD, true],
      [FREE, false],
    ] as const) {
      world.service.addOrder({ id, billingHold });
    }
    const { slack } = await openDesk(world);
    const scene = { world, slack };
    await expectRefused(scene, {
      'type the command': types(`/cancel-order ${FREE}`),
      'submit the order asked for': submits((mallory) => mallory.types(FLOOR, '/cancel-order')),
      'submit the request': submits(async (mallory) => {
        await mallory.types(FLOOR, `/cancel-order ${FREE}`);
        await mallory.modal('Reason');
      }),
      'look again': async (mallory, turn) => {
        await mallory.types(FLOOR, `/cancel-order ${HELD}`);
        const blocked = await mallory.modal('billing_hold');
        turn();
        await mallory.presses(blocked, 'Look again');
      },
    });
    await expectRefused(
      scene,
      {
        'ask for a status': types(`/cancel-order status ${ORDER}`),
        list: types('/cancel-order list'),
      },
      NO_MEMBERS,
    );
  });

  it('a card that waits, and one that is blocked', async () => {
    const world = await openWorld();
    const run = await world.request();
    const { slack, cardOf, bob } = await openDesk(world);
    const card = await cardOf(run);
    await expectRefused(
      { world, slack },
      {
        confirm: presses(card, 'Confirm'),
        discard: presses(card, 'Discard'),
        'ask for details': presses(card, 'Details'),
      },
    );
    world.service.change(ORDER, { billingHold: true });
    await bob.presses(card, 'Confirm');
    await bob.message(FLOOR, 'billing_hold');
    const blocked = await cardOf(run);
    await expectRefused({ world, slack }, { 'check again': presses(blocked, 'Check again') });
  });

  it('a run in trouble, and the escalation of several', async () => {
    const { world, run } = await played({ faults: [nextPosts(1, answers(422))] });
    const { slack, cardOf, escalation } = await openDesk(world);
    const card = await cardOf(run);
    await expectRefused(
      { world, slack },
      {
        retry: presses(card, 'Retry'),
        'ask to resolve': presses(card, 'Resolved by hand'),
        resolve: submits(pressed(card, 'Resolved by hand')),
      },
    );
    await alsoTroubled(world, HELD);
    const { message } = await escalation();
    await expectRefused(
      { world, slack },
      {
        'ask which to retry': presses(message, 'Retry'),
        'retry the one picked': submits(pressed(message, 'Retry')),
        'ask which to resolve': presses(message, 'Resolved by hand'),
        'pick one to resolve': submits(pressed(message, 'Resolved by hand')),
        'resolve the one picked': submits(picked(message, 'Resolved by hand')),
      },
    );
    // Any full member may.
    await expectRefused(
      { world, slack },
      { acknowledge: presses(message, 'Acknowledge') },
      NO_MEMBERS,
    );
  });

  it('the rollback, and the ticket', async () => {
    const { world, run } = await played({ timings: AT_ONCE });
    const { slack, cardOf } = await openDesk(world);
    const card = await cardOf(run);
    await expectRefused(
      { world, slack },
      {
        'ask to roll back': presses(card, 'Roll back'),
        'roll back': submits(pressed(card, 'Roll back')),
      },
    );
    await world.clock.advance(3 * 60 * 60_000);
    await world.launcher.run();
    const closed = await cardOf(run);
    await expectRefused({ world, slack }, { 'open a ticket': presses(closed, 'CASE-REINSTATE') });
  });

  it('the glass, though they requested it themselves', async () => {
    const world = await openWorld({
      ...{ order: { ageMs: 45 * 24 * 60 * 60_000 }, policy: { breakGlassRoles: ['duty_manager'] } },
    });
    world.service.addPerson({ userId: MALLORY.userId, roles: ['ops_engineer', 'duty_manager'] });
    const run = await world.request(MALLORY);
    const { slack, cardOf } = await openDesk(world);
    const card = await cardOf(run);
    const offered = async (mallory: Person) => {
      await mallory.presses(card, 'Confirm');
      return mallory.message(FLOOR, (_, text) => text.includes('Break glass'));
    };
    await expectRefused(
      { world, slack },
      {
        'ask to break the glass': async (mallory, turn) => {
          const offer = await offered(mallory);
          turn();
          await mallory.presses(offer, 'Break glass');
        },
        'break the glass': submits(async (mallory) =>
          mallory.presses(await offered(mallory), 'Break glass'),
        ),
      },
    );
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'awaiting_confirmation' });
  });

  it('and is nobody who did not ask: Alice may, all the while', async () => {
    const world = await openWorld();
    const run = await world.request();
    const { cardOf, alice } = await openDesk(world);
    await alice.presses(await cardOf(run), 'Confirm');
    await alice.message(FLOOR, 'Confirmed');
    expect(await world.runNow(run.runId)).toMatchObject({ intent: { actor: ALICE } });
  });
});
