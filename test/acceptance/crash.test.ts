import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

const SOON = { withinMs: 15_000 };

describe('kill -9 and a new start', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ processingMs: 1500 });
  });
  afterAll(() => world.close());

  const keysOf = (orderId: string) =>
    new Set(world.orders.calls({ route: 'cancel', orderId }).map(({ key }) => key));

  it.each([
    ['before the POST took effect', 'ORD-1013', 'before_effect'],
    ['after the POST took effect, its answer lost', 'ORD-1014', 'after_effect'],
  ] as const)('in the middle of execution, %s', async (_, orderId, when) => {
    const { alice, orders } = world;
    const hang = orders.faults.add({
      on: 'cancel',
      orderId,
      times: 1,
      fault: { kind: 'hang', when },
    });
    const card = await world.requests(alice, orderId);
    await alice.presses(card, 'Confirm');
    await orders.until(() => hang.met() === 1, SOON);
    await world.restart();
    await world.told(card, 'every post-check');
    expect(orders.effects(orderId)).toHaveLength(1);
    expect(keysOf(orderId).size).toBe(1);
  });

  it('in the middle of polling', async () => {
    const { alice, orders } = world;
    const card = await world.requests(alice, 'ORD-1015');
    await alice.presses(card, 'Confirm');
    await orders.until(
      () => orders.calls({ route: 'cancel_status', orderId: 'ORD-1015' }).length > 0,
      SOON,
    );
    await world.restart();
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1015')).toHaveLength(1);
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1015' })).toHaveLength(1);
    const posts = world.thread(card).match(/Started: confirmed/g);
    expect(posts).toHaveLength(1);
  });

  it('before anybody confirmed: the card can be confirmed afterwards, and expires in its time', async () => {
    const { alice, orders } = world;
    const card = await world.requests(alice, 'ORD-1016');
    await world.noted('ORD-1016');
    await world.restart();
    await alice.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1016')).toHaveLength(1);
  });

  it('while Slack is away: the cancellation goes on, and the messages catch up in order', async () => {
    const { alice, orders, slack } = world;
    const card = await world.requests(alice, 'ORD-1017');
    const away = ['chat.postMessage', 'chat.update'].map((method) =>
      slack.faults.webApi(method, { status: 503 }),
    );
    await alice.presses(card, 'Confirm');
    await orders.until(() => orders.effects('ORD-1017').length === 1, SOON);
    await world.restart();
    for (const fault of away) fault.clear();
    await world.told(card, 'every post-check');
    expect(world.thread(card)).toMatch(/Started[\s\S]*is cancelled[\s\S]*post-check/);
    await world.card('ORD-1017', FLOOR, 'Audit entry verified');
  });
});
