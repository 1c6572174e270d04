import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

describe.each(['socket', 'http'] as const)('A cancellation from end to end (%s)', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ transport });
  });
  afterAll(() => world.close());

  it('is typed, previewed, confirmed, carried out once and verified', async () => {
    const { alice, orders } = world;
    await alice.types(FLOOR, '/cancel-order ORD-1001');
    const modal = await alice.modal('Can be cancelled');
    console.log(modal.text());
    await alice.submits(modal, { notes: 'customer asked' });
    const card = await alice.message(FLOOR, 'Waiting for confirmation');
    console.log(alice.sees(FLOOR));
    await alice.presses(card, 'Confirm');
    await alice.message(FLOOR, 'every post-check');
    console.log(alice.sees(FLOOR));
    expect(orders.effects('ORD-1001')).toHaveLength(1);
  });
});
