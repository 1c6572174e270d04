import { describe, expect, it } from 'vitest';
import { drawDue } from '../../src/slack/home/follow-homes.js';
import { answers } from '../cancellations/execution.js';
import { ALICE, BOB, ORDER, useDatabase } from '../cancellations/world.js';
import { opened, patiently, reads, rowOf } from './home-stage.js';

useDatabase();

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
