import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACK_ROOM, FLOOR, ORDER_OPS, World } from './world.js';

describe('Where a run is told', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('goes on in a direct message where the bot may not post', async () => {
    const { alice, orders } = world;
    const cardIn = alice.directMessage;
    const card = await world.requests(alice, 'ORD-1001', { channel: BACK_ROOM, cardIn });
    await alice.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
    expect(orders.effects('ORD-1001')).toHaveLength(1);
    expect(world.slack.messages(BACK_ROOM)).toStrictEqual([]);
  });

  it('goes on in a direct message where another company reads along', async () => {
    const { alice, slack } = world;
    slack.addChannel({ id: 'CPARTNERS', name: 'partners', extShared: true });
    const cardIn = alice.directMessage;
    await world.requests(alice, 'ORD-1013', { channel: 'CPARTNERS', cardIn });
    expect(slack.messages('CPARTNERS')).toStrictEqual([]);
  });

  it('puts a card that needs a second person into #order-ops, and gives the requester the link', async () => {
    const { alice, bob, slack } = world;
    slack.changeChannel(ORDER_OPS, { members: ['UALICE', 'UBOB', 'UCAROL'] });
    const asked = { channel: BACK_ROOM, cardIn: ORDER_OPS };
    const card = await world.requests(alice, 'ORD-1004', asked);
    await alice.message(alice.directMessage, /ORD-1004[\s\S]*#order-ops[\s\S]*See the card/);
    await bob.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
  });

  it('gives nobody a link to a conversation that they are not in', async () => {
    const { alice, bob } = world;
    const cardIn = alice.directMessage;
    await world.requests(alice, 'ORD-1014', { channel: BACK_ROOM, cardIn });
    await bob.types(FLOOR, '/cancel-order ORD-1014');
    const modal = await bob.modal('live_run');
    expect(modal.text()).toContain('Held by @alice');
    expect(modal.text()).not.toContain('See the card');
  });

  it('goes on in a direct message once the channel is archived', async () => {
    const { alice, slack } = world;
    slack.addChannel({ id: 'CSHORT', name: 'short-lived' });
    const card = await world.requests(alice, 'ORD-1015', { channel: 'CSHORT' });
    slack.changeChannel('CSHORT', { archived: true });
    await alice.types(FLOOR, '/cancel-order status ORD-1015');
    const status = await alice.message(FLOOR, /ORD-1015[\s\S]*Confirm/);
    await alice.presses(status, 'Confirm');
    const moved = await world.card('ORD-1015', alice.directMessage);
    await world.told(moved, 'every post-check');
    expect(card.channel).toBe('CSHORT');
  });

  it('posts a deleted card anew', async () => {
    const { alice, slack } = world;
    const card = await world.requests(alice, 'ORD-1016');
    slack.deleteMessage(card.channel, card.ts);
    await alice.types(FLOOR, '/cancel-order status ORD-1016');
    const status = await alice.message(FLOOR, /ORD-1016[\s\S]*Discard/);
    await alice.presses(status, 'Discard');
    const anew = await world.card('ORD-1016', FLOOR, 'Discarded');
    expect(anew.ts).not.toBe(card.ts);
  });
});
