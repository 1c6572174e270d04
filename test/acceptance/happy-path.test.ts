import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

describe.each(['socket', 'http'] as const)('A cancellation from end to end (%s)', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ transport });
  });
  afterAll(() => world.close());

  it('is typed, previewed, confirmed, carried out once and verified', async () => {
    const { alice, orders, slack } = world;
    await alice.types(FLOOR, '/cancel-order ORD-1001');
    const modal = await alice.modal('Can be cancelled');
    expect(modal.text()).toMatch(/Role passed: ops_engineer[\s\S]*Refund: 249.90 EUR/);
    expect(modal.text()).toContain('Risk: Medium');
    await alice.submits(modal, { notes: 'customer asked' });

    const card = await world.card('ORD-1001');
    await alice.presses(card, 'Confirm');
    await world.told(card, 'every post-check');

    const done = await world.card('ORD-1001', FLOOR, 'Audit entry verified');
    expect(slack.asText(done)).toMatch(/The order is cancelled[\s\S]*Rollback window until/);
    expect(world.thread(card)).toMatch(/Started[\s\S]*Processing[\s\S]*is cancelled[\s\S]*@alice/);
    expect(orders.effects('ORD-1001')).toMatchObject([
      { kind: 'cancellation', userId: 'alice@example.com' },
    ]);
    const [post] = orders.calls({ route: 'cancel' });
    expect(JSON.parse(post?.body ?? '')).toStrictEqual({
      reason: 'operational_request',
      notes: 'Cancelled via OpsGuide – customer asked',
      notify_stakeholders: true,
    });
  });

  it('asks the order service no more than two looks, one POST, the polls and four post-checks', async () => {
    const { alice, orders } = world;
    const card = await world.requests(alice, 'ORD-1013');
    await alice.presses(card, 'Confirm');
    await world.told(card, 'every post-check');
    const calls = orders.calls({ orderId: 'ORD-1013' }).map(({ route }) => route);
    const times = (route: string) => calls.filter((one) => one === route).length;
    // The look of the modal and that of the confirm.
    expect(times('dependencies')).toBe(2);
    expect(times('metadata')).toBe(2);
    expect(times('preview')).toBe(2);
    expect(times('cancel')).toBe(1);
  });

  it('shows the channel no recipient, no notes and no warning', async () => {
    const { alice, slack } = world;
    const card = await world.requests(alice, 'ORD-1014', { form: { notes: 'for nobody’s eyes' } });
    await alice.presses(card, 'Details');
    const details = await alice.modal('nobody’s eyes');
    const recipient = 'customers.example';
    expect(details.text()).toContain(recipient);
    const public_ = slack.messages(FLOOR).map((message) => JSON.stringify(message));
    expect(public_.filter((text) => text.includes('nobody’s eyes'))).toStrictEqual([]);
    expect(public_.filter((text) => text.includes(recipient))).toStrictEqual([]);
  });
});
