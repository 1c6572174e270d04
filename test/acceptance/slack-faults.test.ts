import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActiveFault, WebApiFault } from '../../src/sandbox/slack/faults.js';
import type { Message } from '../../src/sandbox/slack/index.js';
import { freshOrder, postsOf } from './orders.js';
import { FLOOR, World } from './world.js';

describe('Slack', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('delivers everything twice: one run, one card, one cancellation, one rollback', async () => {
    const { alice, orders, slack } = world;
    const orderId = freshOrder(world, { state: 'on_hold' });
    const twice = slack.faults.delivery('duplicate');
    const card = await world.cancels(alice, orderId);
    await world.card(orderId, FLOOR, 'Audit entry verified');
    await world.rollsBack(alice, card);
    await world.card(orderId, FLOOR, 'rolled back');
    twice.clear();
    expect(twice.hits).toBeGreaterThanOrEqual(5);
    expect(orders.effects(orderId).map(({ kind }) => kind)).toStrictEqual([
      'cancellation',
      'reinstatement',
    ]);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
    expect(postsOf(world, 'reinstate', orderId).keys).toBe(1);
    expect(cardsOf(world, orderId, FLOOR)).toHaveLength(1);
  });

  it('loses the acknowledgement of a Confirm: pressed again, it is one cancellation', async () => {
    const { alice, orders, slack } = world;
    const orderId = freshOrder(world);
    const card = await world.requests(alice, orderId);
    slack.faults.delivery('lose_ack', { times: 1 });
    expect(await alice.presses(card, 'Confirm')).toMatchObject({ acked: false });
    await alice.pressesOld(card, 'Confirm');
    await world.told(card, 'every post-check');
    expect(orders.effects(orderId)).toHaveLength(1);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
  });
});

interface Outage {
  readonly channel: string;
  readonly what: string;
  readonly fault: WebApiFault;
  readonly turns?: 'every second';
}

const AWAY: WebApiFault = { status: 503 };
/** Each in a channel of its own, and all at once: an outage takes seconds, for the bot spares Slack. */
const OUTAGES: readonly Outage[] = [
  { channel: 'CUNAVAILABLE', what: 'answers 503', fault: AWAY },
  { channel: 'CLIMITED', what: 'answers 429 at every turn', fault: { retryAfter: 1 } },
  {
    ...{ channel: 'CSECOND', what: 'answers every second call with 429' },
    ...{ fault: { retryAfter: 1 }, turns: 'every second' },
  },
  {
    ...{ channel: 'CBROKEN', what: 'breaks every connection' },
    fault: { breakConnection: 'before_effect' },
  },
  { channel: 'CDELETED', what: 'is away, and the card is deleted meanwhile', fault: AWAY },
  { channel: 'CARCHIVED', what: 'is away, and the channel is archived meanwhile', fault: AWAY },
];

describe('Slack is in trouble while orders are cancelled', () => {
  let world: World;
  const orderOf = (channel: string) => `ORD-${channel}`;

  beforeAll(async () => {
    world = await World.start({ patienceMs: 40_000 });
    const { alice, orders, slack } = world;
    for (const { channel } of OUTAGES) {
      slack.addChannel({ id: channel, name: channel.toLowerCase() });
      orders.addOrder({ id: orderOf(channel) });
      await world.requests(alice, orderOf(channel), { channel });
    }
    const faults = OUTAGES.map((outage) => switchedOn(world, outage));
    for (const { channel } of OUTAGES) {
      await alice.presses(await world.card(orderOf(channel), channel), 'Confirm');
    }
    // The cancellations go on to their very end without Slack.
    const isVerified = ({ channel }: Outage) =>
      orders.calls({ route: 'audit_log', orderId: orderOf(channel) }).length > 0;
    await orders.until(() => OUTAGES.every(isVerified), { withinMs: 40_000 });
    slack.deleteMessage('CDELETED', (await world.card(orderOf('CDELETED'), 'CDELETED')).ts);
    slack.changeChannel('CARCHIVED', { archived: true });
    for (const [place, fault] of faults.entries()) if (!OUTAGES[place]?.turns) fault.clear();
  });
  afterAll(() => world.close());

  it.each(OUTAGES.map(({ what, channel }) => [what, channel] as const))(
    'It %s: cancelled once all the same, and the messages catch up in order, each once',
    async (_, channel) => {
      const orderId = orderOf(channel);
      const toldIn = channel === 'CARCHIVED' ? world.alice.directMessage : channel;
      const card = await world.card(orderId, toldIn, 'Audit entry verified');
      await world.told(card, 'every post-check');
      expect(world.orders.effects(orderId)).toHaveLength(1);
      expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
      const thread = world.thread(card);
      expect(thread).toMatch(/Started[\s\S]*is cancelled[\s\S]*every post-check/);
      for (const words of ['Started', 'every post-check']) {
        expect(thread.split(words)).toHaveLength(2);
      }
      expect(cardsOf(world, orderId, toldIn)).toHaveLength(1);
    },
  );

  it('draws a card that waited once, not once for each step that it missed', async () => {
    const [channel, words] = ['CUNAVAILABLE', 'Audit entry verified'];
    const { ts } = await world.card(orderOf(channel), channel, words);
    // As it asked to be confirmed, and as it ended.
    expect(world.slack.drawings(channel, ts)).toHaveLength(2);
  });
});

function switchedOn({ slack }: World, { channel, fault, turns }: Outage): ActiveFault {
  let turn = 0;
  return slack.faults.webApi('*', fault, {
    when(args) {
      if (args.channel !== channel) return false;
      turn += 1;
      return turns === undefined || turn % 2 === 1;
    },
  });
}

/** The cards of an order that stand in a channel. */
function cardsOf({ slack }: World, orderId: string, channel: string): readonly Message[] {
  return slack
    .messages(channel)
    .filter(
      ({ user, text, threadTs, ephemeralTo, deleted }) =>
        user === slack.botUserId &&
        !threadTs &&
        !ephemeralTo &&
        !deleted &&
        text.startsWith(`Cancel ${orderId}:`),
    );
}
