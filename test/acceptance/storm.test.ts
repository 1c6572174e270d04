import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from './world.js';

const RUNS = 200;
/** Slack takes one post a second in a channel: the storm comes from many. */
const CHANNELS = 40;

describe('A storm: 200 runs fail at once', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ patienceMs: 120_000 });
  });
  afterAll(() => world.close());

  it('gives #order-ops a handful of messages, and no run is missing from them', async () => {
    const { alice, bob, slack, orders } = world;
    const ids = Array.from({ length: RUNS }, (_, place) => `ORD-S${1000 + place}`);
    for (let place = 0; place < CHANNELS; place += 1) {
      slack.addChannel({ id: `CFLOOR${place}`, name: `floor-${place}`, members: ['UALICE'] });
    }
    const channelOf = (place: number) => `CFLOOR${place % CHANNELS}`;
    for (const id of ids) orders.addOrder({ id });
    for (const [place, id] of ids.entries()) {
      await world.requests(alice, id, { channel: channelOf(place) });
    }
    orders.faults.add({ on: 'cancel', fault: { kind: 'status', status: 422 } });
    await Promise.all(
      ids.map(async (id, place) =>
        alice.presses(await world.card(id, channelOf(place)), 'Confirm'),
      ),
    );
    const told = () =>
      world
        .escalations()
        .map((message) => slack.asText(message))
        .join('\n');
    await slack.until(() => ids.every((id) => told().includes(id)), {
      ...{ what: 'every run in #order-ops', withinMs: 180_000 },
    });
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
