import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/cancellations/request/confirm.js';
import type { Person } from '../../src/sandbox/slack/index.js';
import { drawDue } from '../../src/slack/home/follow-homes.js';
import { openHome } from '../../src/slack/home/open-home.js';
import { showHome } from '../../src/slack/home/show-home.js';
import { AT_ONCE, answers, nextPosts, played } from '../cancellations/execution.js';
import {
  ALICE,
  BOB,
  ORDER,
  openWorld,
  press,
  useDatabase,
  type World,
} from '../cancellations/world.js';
import { deskOf, openDesk } from './desk.js';

useDatabase();

const SECOND = 1_000;
const MINUTE = 60_000;

/** People in front of a world, and what happens there as time goes by. */
async function opened(options: Parameters<typeof openWorld>[0] = {}) {
  const world = await openWorld({ timings: AT_ONCE, ...options });
  return { world, aSecondLater: () => later(world, SECOND), ...(await openDesk(world)) };
}

/** Looks again and again: the bot works while the test waits. */
const patiently = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 });

const rowOf = ({ db }: World) => db.selectFrom('opsguide.homes').selectAll().executeTakeFirst();

/** Time goes by once it is noted what was drawn: that comes after Slack took it. */
async function later({ db, clock }: World, ms: number): Promise<void> {
  const inHand = () =>
    db
      .selectFrom('opsguide.homes')
      .select('slack_id')
      .where('busy_until', '>', Date.now() + SECOND)
      .execute();
  await patiently(inHand).toStrictEqual([]);
  // Whoever polls moves the date on, and not the world's clock.
  await clock.advance(Date.now() - clock.now() + ms);
}

const reads = (person: Person) => person.homeTab?.text() ?? '';
const spotOf = (list: string, runId: string) => ({
  blockId: `${list}:${runId}`,
  actionId: 'show_run',
});

describe('App Home, opened', () => {
  it('shows to entitled people what waits for their confirm, and the run to who requested it', async () => {
    const { world, alice, bob } = await opened({ policy: { fourEyes: 'always' } });
    await world.request(ALICE);
    await Promise.all([alice.opensHome(), bob.opensHome()]);
    await alice.home('My cancellations (1)');
    expect(reads(alice)).toContain(`${ORDER}: Waiting for confirmation`);
    expect(reads(alice)).not.toContain('Waiting for my confirm (1)');
    await bob.home('Waiting for my confirm (1)');
    expect(reads(bob)).not.toContain('My cancellations (1)');
  });

  it('shows to somebody without the role their own runs alone', async () => {
    const { world, eve } = await opened();
    await world.request(ALICE);
    await eve.opensHome();
    await eve.home('not_entitled');
    expect(reads(eve)).not.toContain(ORDER);
  });

  it('asks for the role at each opening', async () => {
    const { world, alice, aSecondLater } = await opened();
    await world.request(BOB);
    await alice.opensHome();
    await alice.home(ORDER);
    world.service.addPerson({ userId: ALICE.userId, roles: ['viewer'] });
    await aSecondLater();
    await alice.opensHome();
    await alice.home('not_entitled');
    expect(reads(alice)).not.toContain(ORDER);
  });

  it('says that the role could not be read, and shows their own runs meanwhile', async () => {
    const { world, alice } = await opened();
    await world.request(ALICE);
    world.service.faults.add({ on: 'roles', fault: answers(503) });
    await alice.opensHome();
    await alice.home('order_service_unavailable');
    expect(reads(alice)).toContain(`${ORDER}: Waiting for confirmation`);
    expect(reads(alice)).not.toContain('Waiting for my confirm');
  });

  it.each([
    ['guest', { isRestricted: true }],
    ['stranger', { teamId: 'TOTHER' }],
  ] as const)('refuses a %s', async (code, change) => {
    const { world, slack, alice } = await opened();
    await world.request(ALICE);
    slack.changePerson('alice', change);
    await alice.opensHome();
    await alice.home(code);
    expect(reads(alice)).not.toContain(ORDER);
  });

  it('again and again costs one drawing a second', async () => {
    const { world, slack, desk, alice, aSecondLater } = await opened();
    for (let time = 1; time <= 10; time += 1) await alice.opensHome();
    await patiently(async () => (await rowOf(world))?.wanted).toBe(10);
    await alice.home('None.');
    expect(slack.calls('views.publish')).toHaveLength(1);
    await drawDue(desk);
    expect(slack.calls('views.publish')).toHaveLength(1);
    await aSecondLater();
    await drawDue(desk);
    expect(slack.calls('views.publish')).toHaveLength(2);
  });

  it('says so where the bot itself fails', async () => {
    const { desk, alice } = await opened();
    desk.homes.want = () => Promise.reject(new Error('a defect'));
    await alice.opensHome();
    await alice.home('internal');
  });
});

describe('App Home, open', () => {
  it('follows what happens on any replica, and publishes nothing where nothing changed', async () => {
    const { world, slack, bob, aSecondLater } = await opened();
    const another = deskOf(world, slack);
    await bob.opensHome();
    await bob.home('Waiting for my confirm');
    const run = await world.request(ALICE);
    await aSecondLater();
    await drawDue(another);
    expect(reads(bob)).toContain('Waiting for my confirm (1)');
    await confirm(world.parts, press(run, BOB));
    await world.launcher.run();
    await aSecondLater();
    await drawDue(another);
    expect(reads(bob)).not.toContain('Waiting for my confirm (1)');
    expect(reads(bob)).toContain('Rollback windows (1)');
    const before = slack.calls('views.publish').length;
    await world.records.note({ event: 'refused_click' });
    await aSecondLater();
    await drawDue(another);
    expect(slack.calls('views.publish')).toHaveLength(before);
  });

  it('shows trouble with whoever acknowledged it', async () => {
    const { world } = await played({ faults: [nextPosts(1, answers(422))] });
    const { desk, bob, escalation } = await openDesk(world);
    await bob.opensHome();
    await bob.home('Open escalations (1)');
    expect(reads(bob)).toContain('Not acknowledged');
    const { id } = await escalation();
    await world.parts.escalations.acknowledge({ escalationId: id, upTo: 1, by: BOB.slackId });
    await later(world, SECOND);
    await drawDue(desk);
    expect(reads(bob)).toContain('Acknowledged by @bob');
  });

  it('reads the role of a minute ago, and a newer one then', async () => {
    const { world, slack, desk, bob, aSecondLater } = await opened();
    await bob.opensHome();
    await bob.home('None.');
    const asked = slack.calls('users.info').length;
    await world.request(ALICE);
    await aSecondLater();
    await drawDue(desk);
    expect(reads(bob)).toContain('Waiting for my confirm (1)');
    expect(slack.calls('users.info')).toHaveLength(asked);
    desk.readers.clear();
    await world.records.note({ event: 'refused_click' });
    await aSecondLater();
    await drawDue(desk);
    expect(slack.calls('users.info').length).toBeGreaterThan(asked);
  });

  it('is followed for an hour, by whoever starts meanwhile', async () => {
    const { world, slack, bob } = await opened();
    await bob.opensHome();
    await bob.home('None.');
    const { homes } = deskOf(world, slack);
    await world.records.note({ event: 'refused_click' });
    await later(world, 59 * MINUTE);
    expect(await homes.due(5)).toStrictEqual([BOB.slackId]);
    await world.clock.advance(MINUTE);
    expect(await homes.due(5)).toStrictEqual([]);
  });

  it('is drawn by one replica at a time, and by another once that one is gone', async () => {
    const { world, slack, desk } = await opened();
    await desk.homes.want(BOB.slackId);
    const claim = await desk.homes.claim(BOB.slackId);
    const another = deskOf(world, slack);
    expect(await another.homes.claim(BOB.slackId)).toBeUndefined();
    await world.clock.advance(30 * SECOND);
    await showHome(another, BOB.slackId);
    expect(slack.calls('views.publish')).toHaveLength(1);
    // The first one comes back, with what it read before.
    if (!claim) throw new Error('not claimed');
    expect(await desk.homes.drawn(claim, { hash: 'old', digest: 'old' })).toBe(false);
  });

  it('is drawn though it was claimed by a clock that was set back by hours', async () => {
    const { world, desk } = await opened();
    await desk.homes.want(BOB.slackId);
    const busy_until = world.clock.now() + 180 * MINUTE;
    await world.db.updateTable('opsguide.homes').set({ busy_until }).execute();
    expect(await desk.homes.due(5)).toStrictEqual([BOB.slackId]);
    expect(await desk.homes.claim(BOB.slackId)).toMatchObject({ slackId: BOB.slackId });
  });

  it('never lies over what another replica published meanwhile', async () => {
    const { world, slack, desk, bob, aSecondLater } = await opened();
    await bob.opensHome();
    await bob.home('None.');
    const another = deskOf(world, slack);
    // A replica that is slow: another one publishes, and dies before it notes that.
    const { publishHome } = desk;
    let times = 0;
    const slow = {
      ...desk,
      publishHome: async (...given: Parameters<typeof publishHome>) => {
        times += 1;
        if (times === 1) {
          await another.publishHome(BOB.slackId, given[1]);
          await world.request(ALICE);
        }
        return publishHome(...given);
      },
    };
    await aSecondLater();
    await desk.homes.want(BOB.slackId);
    await showHome(slow, BOB.slackId);
    expect(times).toBe(2);
    expect(reads(bob)).toContain('Waiting for my confirm (1)');
  });

  it('waits for as long as Slack asks, and is drawn then', async () => {
    const { world, slack, desk, bob } = await opened();
    slack.faults.webApi('views.publish', { retryAfter: 20 }, { times: 1 });
    await bob.opensHome();
    const until = async () => (await rowOf(world))?.busy_until ?? 0;
    const passes = async (ms: number) => {
      await world.clock.advance(ms - world.clock.now());
      await drawDue(desk);
    };
    const isAsked = (left: number) => left > 15 * SECOND && left < 21 * SECOND;
    await patiently(async () => isAsked((await until()) - Date.now())).toBe(true);
    await passes((await until()) - 1);
    expect(slack.calls('views.publish')).toHaveLength(1);
    await passes(await until());
    expect(reads(bob)).toContain('None.');
  });

  it('is given up where the tab is turned off', async () => {
    const { slack, desk, world } = await opened();
    slack.features.homeTab = false;
    await desk.homes.want(BOB.slackId);
    await showHome(desk, BOB.slackId);
    expect(await world.db.selectFrom('opsguide.homes').selectAll().execute()).toStrictEqual([]);
  });

  it('turns its pages, and stays on one while things happen', async () => {
    const { world, desk, alice, aSecondLater } = await opened();
    const run = await world.request(ALICE);
    // Many requests of others, which wait for Alice's confirm.
    const row = await world.db
      .selectFrom('opsguide.cancellations')
      .selectAll()
      .executeTakeFirstOrThrow();
    const others = Array.from({ length: 100 }, (_, at) => {
      const runId = `${String(at).padStart(8, '0')}-2e4a-4b6c-8d9e-0f1a2b3c4d5e`;
      const orderId = `ORD-${5000 + at}`;
      const record = JSON.stringify({ ...run, runId, orderId });
      const ids = { run_id: runId, order_id: orderId, requester: BOB.slackId };
      return { ...row, ...ids, wake_at: null, record };
    });
    await world.db.insertInto('opsguide.cancellations').values(others).execute();
    await alice.opensHome();
    const first = await alice.home('Page 1 of 2');
    expect(first.view.blocks.length).toBeLessThanOrEqual(100);
    await aSecondLater();
    await alice.presses(first, 'Next page');
    await alice.home('Page 2 of 2');
    expect(reads(alice)).toContain('My cancellations (1)');
    await world.records.note({ event: 'refused_click' });
    await aSecondLater();
    await drawDue(desk);
    expect(reads(alice)).toContain('Page 2 of 2');
    await aSecondLater();
    await openHome(desk, ALICE.slackId);
    expect(reads(alice)).toContain('Page 1 of 2');
  });
});

describe('«Show» in App Home', () => {
  it('leads to the run with its live buttons, from which it can be confirmed', async () => {
    const { world, bob } = await opened();
    const run = await world.request(ALICE);
    await bob.opensHome();
    await bob.presses(await bob.home('Waiting for my confirm (1)'), spotOf('waiting', run.runId));
    await bob.presses(await bob.modal('Confirm cancellation'), 'Confirm');
    await bob.modal('Confirmed: the cancellation runs');
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'executing' });
  });

  it('leads to the escalation with its live buttons', async () => {
    const { world } = await played({ faults: [nextPosts(1, answers(422))] });
    const { desk, bob } = await openDesk(world);
    await bob.opensHome();
    await bob.home('Open escalations (1)');
    const [escalation] = await desk.overview.escalations().some({ offset: 0, limit: 1 });
    const home = await bob.home();
    const blockId = `escalation:${escalation?.escalationId}`;
    await bob.presses(home, { blockId, actionId: 'show_escalation' });
    await bob.presses(await bob.modal('Acknowledge'), 'Acknowledge');
    await bob.modal('Acknowledged (1 order)');
  });

  it('shows to somebody without the role their own run by id and state, and no other', async () => {
    const { world, slack, desk, eve } = await opened();
    const run = await world.request(ALICE);
    await eve.opensHome();
    await eve.home('not_entitled');
    // A button that stood in a Home of before her role was taken.
    const value = JSON.stringify({ run: run.runId, digest: run.digest });
    const accessory = {
      ...{ type: 'button' as const, action_id: 'show_run', value },
      text: { type: 'plain_text' as const, text: 'Show' },
    };
    const blocks = [
      { type: 'section' as const, text: { type: 'plain_text' as const, text: 'old' }, accessory },
    ];
    await desk.publishHome(eve.id, { type: 'home', blocks });
    await eve.presses(await eve.home('old'), 'Show');
    const modal = await eve.modal('no_such_run');
    expect(modal.text()).not.toContain(ORDER);
    expect(slack.calls('views.open')).toHaveLength(1);
  });

  it('says in the Home itself that Slack opened nothing', async () => {
    const { world, slack, desk, bob, aSecondLater } = await opened();
    const run = await world.request(ALICE);
    await bob.opensHome();
    const home = await bob.home('Waiting for my confirm (1)');
    slack.faults.webApi('views.open', { error: 'expired_trigger_id' }, { times: 1 });
    await aSecondLater();
    await bob.presses(home, spotOf('waiting', run.runId));
    await bob.home('slack_unavailable');
    await aSecondLater();
    await openHome(desk, BOB.slackId);
    const seen = async () => {
      await drawDue(desk);
      return reads(bob);
    };
    await patiently(seen).not.toContain('slack_unavailable');
  });
});
