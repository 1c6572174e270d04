import { RateLimiterMemory } from 'rate-limiter-flexible';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/sandbox/slack/index.js';
import { registerListeners } from '../../src/slack/listeners/index.js';
import { openModalReply } from '../../src/slack/render/replies.js';
import { ORDER, openWorld, useDatabase } from '../cancellations/world.js';
import { client, FLOOR, socketApp } from '../sandbox/slack/apps.js';
import { deskOf, slackWithPeople } from './desk.js';

useDatabase();

/** A desk where a person may ask so many times a minute, and a billing hold on the order. */
async function limited(points: number) {
  const world = await openWorld({ order: { billingHold: true } });
  const slack = await slackWithPeople();
  const desk = {
    ...deskOf(world, slack),
    commands: new RateLimiterMemory({ points, duration: 600 }),
  };
  await socketApp(slack, (app) => registerListeners(app, desk));
  const looks = () => world.service.calls({ route: 'preview' }).length;
  return { slack, looks, alice: slack.person('alice'), bob: slack.person('bob') };
}

const looksAt = async (person: Person, order = ORDER) => {
  await person.types(FLOOR, `/cancel-order ${order}`);
  return person.modal('billing_hold');
};

describe('COMMANDS_PER_MINUTE, for a person', () => {
  it('counts every command, whatever it asks, and nobody else’s', async () => {
    const { alice, bob, looks } = await limited(3);
    for (const text of ['help', 'list', 'nonsense of hers']) {
      await alice.types(FLOOR, `/cancel-order ${text}`);
    }
    await alice.types(FLOOR, `/cancel-order ${ORDER}`);
    await alice.message(FLOOR, 'too_many_commands');
    expect(looks()).toBe(0);
    await looksAt(bob);
  });

  it('counts «Look again», which may be pressed again later', async () => {
    const { alice, looks } = await limited(2);
    await alice.presses(await looksAt(alice), 'Look again');
    const second = await alice.modal(
      (shown, text) => looks() === 2 && text.includes('billing_hold') && shown.has('Look again'),
    );
    await alice.presses(second, 'Look again');
    const refused = await alice.modal('too_many_commands');
    expect(refused.has('Look again')).toBe(true);
    expect(looks()).toBe(2);
  });

  it('counts the modal that asks for the order, and keeps what was typed', async () => {
    const { alice, looks } = await limited(1);
    await alice.types(FLOOR, '/cancel-order');
    const modal = await alice.modal((shown) => shown.view.submit !== undefined);
    const answer = await alice.submits(modal, { order: ORDER });
    expect(answer).toMatchObject({ action: 'errors', errors: { order: /too_many_commands/ } });
    expect(looks()).toBe(0);
  });

  it('counts the button that opens the form where Slack was too slow', async () => {
    const { alice, slack, looks } = await limited(1);
    await looksAt(alice);
    const { text, blocks } = openModalReply(ORDER);
    const { ts = '' } = await client(slack).chat.postMessage({ channel: FLOOR, text, blocks });
    const message = slack.message(FLOOR, ts);
    if (!message) throw new Error('It was not posted');
    await alice.presses(message, 'Open the form');
    await alice.message(FLOOR, 'too_many_commands');
    expect(looks()).toBe(1);
  });
});
