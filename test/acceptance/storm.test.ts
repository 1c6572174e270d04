import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/index.js';
import { World } from './world.js';

const RUNS = 200;
/** Slack takes one post a second in a channel: the storm comes from many. */
const CHANNELS = 60;
/** One looks at one order at a time: they come from many people. */
const CROWD = 8;

describe('A storm: 200 runs fail at once', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ patienceMs: 120_000, flags: [] });
  });
  afterAll(() => world.close());

  it('gives #order-ops a handful of messages, and no run is missing from them', async () => {
    const { bob, slack, orders } = world;
    const crowd = Array.from({ length: CROWD }, (_, place) => {
      const email = `crowd-${place}@example.com`;
      orders.addPerson({ userId: email, roles: ['ops_engineer'] });
      return slack.addPerson({ id: `UCROWD${place}`, name: `crowd-${place}`, email });
    });
    const ids = Array.from({ length: RUNS }, (_, place) => `ORD-S${1000 + place}`);
    for (let place = 0; place < CHANNELS; place += 1) {
      slack.addChannel({ id: `CFLOOR${place}`, name: `floor-${place}` });
    }
    const channelOf = (place: number) => `CFLOOR${place % CHANNELS}`;
    for (const id of ids) orders.addOrder({ id });
    await Promise.all(
      crowd.map(async (person, of) => {
        for (const [place, id] of ids.entries()) {
          if (place % CROWD === of) await world.asks(person, id, { channel: channelOf(place) });
        }
      }),
    );
    const cards = await Promise.all(
      ids.map((id, place) => world.card(id, channelOf(place), 'Waiting for confirmation')),
    );
    orders.faults.add({ on: 'cancel', fault: { kind: 'status', status: 422 } });
    const confirms = async (card: Message, place: number) => {
      const [person, id] = [crowd[place % CROWD], ids[place]];
      if (!person || !id) throw new Error(`Nobody asked for run ${place}`);
      const answers = () =>
        slack
          .messages(channelOf(place))
          .filter(({ ephemeralTo }) => ephemeralTo === person.id)
          .map((message) => slack.asText(message))
          .filter((text) => text.includes(id));
      for (let press = 0; ; press += 1) {
        await person.presses(card, 'Confirm');
        const what = `the answer to press ${press + 1} of ${id}`;
        const answer = await slack.until(() => answers()[press], { what, withinMs: 180_000 });
        if (!answer.includes('order_service_unavailable')) return;
      }
    };
    // All at once. Whoever is told that the order service was too slow for so many presses again.
    await Promise.all(cards.map(confirms));
    const told = () =>
      world
        .escalations()
        .map((message) => slack.asText(message))
        .join('\n');
    const areAllTold = () => {
      const text = told();
      return ids.every((id) => text.includes(id));
    };
    await slack.until(areAllTold, { what: 'every run in #order-ops', withinMs: 180_000 });
    expect(world.escalations().length).toBeLessThanOrEqual(6);

    // Retry acts on one run, picked from the list; the others stay as they are.
    orders.faults.clear();
    const [first] = world.escalations();
    if (!first) throw new Error('There is no escalation');
    const picked = ids.find((id) => slack.asText(first).includes(id)) ?? '';
    await bob.presses(first, 'Retry');
    const modal = await bob.modal((shown) => shown.view.submit !== undefined);
    await bob.submits(modal, { pick: picked });
    await orders.until(() => orders.effects(picked).length === 1, { withinMs: 120_000 });
    expect(orders.effects()).toHaveLength(1);

    await bob.presses(await world.escalation(picked), 'Acknowledge');
    await world.escalation(picked, '@bob');
  }, 600_000);
});
