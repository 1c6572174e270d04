import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshOrder, postsOf, SOON } from './orders.js';
import { FLOOR, World } from './world.js';

/** What the bot says where something held it up to the last. */
const GAVE_UP = 'stopped without waiting';

describe.each(['socket', 'http'] as const)('SIGTERM (%s)', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ transport });
  });
  const took: number[] = [];
  afterAll(async () => {
    await world.close();
    console.log(`SIGTERM (${transport}): from the signal to the exit ${took.join(', ')} ms`);
  });

  async function ends(): Promise<void> {
    const before = Date.now();
    expect(await world.bot.stop()).toStrictEqual({ code: 0, signal: null });
    took.push(Date.now() - before);
    expect(world.bot.log.join('\n')).not.toContain(GAVE_UP);
    expect(world.bot.errors).toBe('');
  }

  it('lets a click in flight end: what it decided goes on at the next start', async () => {
    const { alice, orders } = world;
    const orderId = freshOrder(world);
    const card = await world.requests(alice, orderId);
    const slow = orders.faults.add({ on: 'metadata', orderId, fault: { kind: 'delay', ms: 800 } });
    await alice.presses(card, 'Confirm');
    await ends();
    expect(slow.met()).toBe(1);
    await alice.message(FLOOR, (message, text) => isAnswer(message) && text.includes(orderId));
    await world.restart();
    await world.told(card, 'every post-check');
    expect(orders.effects(orderId)).toHaveLength(1);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
  });

  it('waits for nothing that hangs: who waits is told, what was sent is looked up, nothing is doubled', async () => {
    const { alice, bob, carol, orders, slack } = world;
    const [sent, waiting, later] = [freshOrder(world), freshOrder(world), freshOrder(world)];
    const cards = {
      sent: await world.requests(alice, sent),
      waiting: await world.requests(bob, waiting),
    };
    const post = orders.faults.add({
      ...{ on: 'cancel', orderId: sent, times: 1 },
      fault: { kind: 'hang', when: 'after_effect' },
    });
    const look = orders.faults.add({
      ...{ on: 'metadata', orderId: waiting },
      fault: { kind: 'hang', when: 'before_effect' },
    });
    await alice.presses(cards.sent, 'Confirm');
    await orders.until(() => post.met() === 1, SOON);
    const posts = slack.faults.webApi('chat.postMessage', { delayMs: 20_000 });
    const edits = slack.faults.webApi('chat.update', { delayMs: 20_000 });
    await bob.presses(cards.waiting, 'Confirm');
    await orders.until(() => look.met() === 1, SOON);

    const ended = ends();
    await world.bot.says('draining');
    // Slack tells carol that nobody is there; nothing of hers is half taken.
    await slack.until(() => transport === 'http' || slack.openSockets === 0);
    expect(await carol.types(FLOOR, `/cancel-order ${later}`)).toMatchObject({ acked: false });
    await bob.message(FLOOR, (message, text) => isAnswer(message) && text.includes('restarting'));
    await ended;
    expect(postsOf(world, 'cancel', waiting).posts).toStrictEqual([]);
    expect(orders.calls({ orderId: later })).toStrictEqual([]);

    for (const fault of [look, posts, edits]) fault.clear();
    await world.restart();
    await world.told(cards.sent, 'every post-check');
    expect(postsOf(world, 'cancel', sent).posts).toHaveLength(1);
    await bob.presses(await world.card(waiting), 'Confirm');
    await world.told(cards.waiting, 'every post-check');
    expect(orders.effects()).toHaveLength(3);
  });

  it('waits for no connection that is merely kept', async () => {
    const port = await world.bot.serving();
    const silent = connect(port, '127.0.0.1');
    const kept = connect(port, '127.0.0.1');
    await Promise.all([once(silent, 'connect'), once(kept, 'connect')]);
    kept.write('GET /healthz HTTP/1.1\r\nHost: bot\r\nConnection: keep-alive\r\n\r\n');
    await once(kept, 'data');
    // Slack's own connection is kept too.
    await world.alice.types(FLOOR, '/cancel-order help');
    const gone = [silent, kept].map((socket) =>
      once(
        socket.on('error', () => {}),
        'close',
      ),
    );
    await ends();
    await Promise.all(gone);
  });
});

const isAnswer = ({ ephemeralTo }: { readonly ephemeralTo?: string }) => ephemeralTo !== undefined;
