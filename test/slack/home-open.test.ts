import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/cancellations/request/confirm.js';
import { drawDue } from '../../src/slack/home/follow-homes.js';
import { openHome } from '../../src/slack/home/open-home.js';
import { showHome } from '../../src/slack/home/show-home.js';
import { answers, nextPosts, played } from '../cancellations/execution.js';
import { ALICE, BOB, press, useDatabase } from '../cancellations/world.js';
import { deskOf, openDesk } from './desk.js';
import { later, MINUTE, opened, patiently, reads, rowOf, SECOND } from './home-stage.js';

useDatabase();

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
