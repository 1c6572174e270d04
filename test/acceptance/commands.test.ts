import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

describe('/cancel-order', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('help tells only the person who asked', async () => {
    const { alice, bob } = world;
    await alice.types(FLOOR, '/cancel-order help');
    await alice.message(FLOOR, '/cancel-order status ORD-1001');
    expect(bob.sees(FLOOR)).toBe('');
  });

  it('without an argument asks for the order', async () => {
    const { alice } = world;
    await alice.types(FLOOR, '/cancel-order');
    const modal = await alice.modal('Which order?');
    const wrong = await alice.submits(modal, { order: '../../users' });
    expect(JSON.stringify(wrong)).toContain('invalid_order_id');
    await alice.submits(await alice.modal('Which order?'), { order: 'ORD-1001' });
    await alice.modal('Can be cancelled');
  });

  it.each([
    '../../api/v2/orders/ORD-1001/cancel',
    'ORD-1001/../ORD-1002',
    'ORD-1001%2Fcancel',
    'ORD-1001?x=1',
    'ORD 1001',
    '..',
    '.',
    '-1001',
    'status',
    'audit',
    '<!channel>',
    '<@UALICE|alice>',
    'ORD-1001\u0000',
    'ÖRD-1001',
    'A'.repeat(65),
    'x'.repeat(8000),
    "'; drop table cancellations; --",
    'status ../../etc/passwd',
    'status ORD-1001 ORD-1002',
    '$(reboot)',
  ])('«%s» is refused before any call', async (text) => {
    const { alice, orders, slack } = world;
    const calls = orders.calls().length;
    const before = slack.messages(FLOOR).length;
    await alice.types(FLOOR, `/cancel-order ${text}`);
    const answer = await slack.until(() => slack.messages(FLOOR)[before], { what: 'an answer' });
    expect(slack.asText(answer)).toContain('invalid_order_id');
    expect(mrkdwnOf(answer).join()).not.toMatch(/<!channel>|<@UALICE/);
    expect(orders.calls()).toHaveLength(calls);
  });

  it('status shows an entitled person the run with its live buttons, others their own by state', async () => {
    const { alice, bob, eve } = world;
    await world.requests(alice, 'ORD-1013');
    await bob.types(FLOOR, '/cancel-order status ORD-1013');
    const status = await bob.message(FLOOR, /ORD-1013[\s\S]*Confirm[\s\S]*See the card/);
    expect(status.ephemeralTo).toBe('UBOB');
    await eve.types(FLOOR, '/cancel-order status ORD-1013');
    await eve.message(FLOOR, 'no_such_run');
    await bob.presses(status, 'Discard');
    await world.card('ORD-1013', FLOOR, 'Discarded by @bob');
  });

  it('list shows an entitled person all runs, and others none but their own', async () => {
    const { alice, bob, eve } = world;
    await world.requests(alice, 'ORD-1014');
    await bob.types(FLOOR, '/cancel-order list');
    await bob.message(FLOOR, /Cancellations[\s\S]*ORD-1014/);
    await eve.types(FLOOR, '/cancel-order list');
    await eve.message(FLOOR, 'There are no cancellations to show');
  });

  it('text from upstream never becomes a mention, a link or markup', async () => {
    const { alice, slack } = world;
    const card = await world.requests(alice, 'ORD-1008');
    await alice.presses(card, 'Details');
    await alice.modal('evil.example');
    const sent = mrkdwnOf(slack.calls().map(({ args }) => args));
    expect(sent.length).toBeGreaterThan(0);
    for (const text of sent) expect(text).not.toMatch(/<!channel>|<!here>|evil\.example/);
  });

  it.each([
    ['expired_trigger_id', 'ORD-1015'],
    // Slack's other way to say it.
    ['invalid_arguments', 'ORD-1016'],
  ])(
    'a trigger that Slack calls %s is answered with a button that opens the form',
    async (error, orderId) => {
      const { alice, slack } = world;
      slack.faults.webApi('views.open', { error }, { times: 1 });
      await alice.types(FLOOR, `/cancel-order ${orderId}`);
      const isAnswer = ({ text }: { readonly text: string }) => text.includes(orderId);
      const answer = await alice.message(FLOOR, isAnswer);
      await alice.presses(answer, 'Open the form');
      await alice.modal((shown, text) => shown.has(orderId) && text.includes('Can be cancelled'));
    },
  );

  it('a flood of commands from one person is bounded', async () => {
    const strict = await World.start({ env: { COMMANDS_PER_MINUTE: '2' } });
    try {
      for (const _ of [1, 2, 3]) await strict.alice.types(FLOOR, '/cancel-order help');
      await strict.alice.message(FLOOR, 'too_many_commands');
    } finally {
      await strict.close();
    }
  });
});

/** Every text in it that Slack reads as markup. */
function mrkdwnOf(sent: unknown): string[] {
  if (typeof sent === 'string' && sent.startsWith('[{')) return mrkdwnOf(JSON.parse(sent));
  if (typeof sent !== 'object' || sent === null) return [];
  const own = 'type' in sent && sent.type === 'mrkdwn' && 'text' in sent ? [String(sent.text)] : [];
  return [...own, ...Object.values(sent).flatMap(mrkdwnOf)];
}
