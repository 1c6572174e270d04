import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAll } from '../invariants/index.js';
import { MortalWorld } from './mortal-world.js';
import { observed } from './observed.js';
import { VERIFIED } from './scenarios/scenario.js';
import { cardOf, comes, newStage, pressesUntil, requests } from './stage.js';

const HOUR = 60 * 60_000;
const TIMEOUT = 300_000;

describe.each(['PGlite', 'Postgres'] as const)('On %s', (database) => {
  let world: MortalWorld;
  beforeEach(async () => {
    world = await MortalWorld.start(database);
  });
  afterEach(() => world.close());

  it('a disk that was full: what was under way goes on when there is room again', {
    timeout: TIMEOUT,
  }, async () => {
    const stage = newStage(world);
    const { orderId } = stage;
    const { alice } = stage.people;
    const fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault });
    await requests(stage, alice);
    await pressesUntil(stage, alice, 'Confirm', 'Processing');
    world.fillDisk(true);
    world.orders.settle(orderId);
    await pause(3_000);
    world.fillDisk(false);
    await comes(stage, 'the end', () => cardOf(stage, VERIFIED));
    expect(checkAll(await observed(world))).toStrictEqual([]);
  });

  it.each([['ahead', 3 * HOUR]])(
    'a clock that jumps 3 h %s prolongs no window, and the bot goes on',
    { timeout: TIMEOUT },
    async (_, jump) => {
      const stage = newStage(world);
      const { alice, bob } = stage.people;
      await requests(stage, alice);
      const open = await pressesUntil(stage, alice, 'Confirm', VERIFIED);
      world.jumpClock(jump);
      await bob.pressesOld(open, 'Roll back');
      await bob.modal('window_closed');
      expect(world.orders.calls({ route: 'reinstate', orderId: stage.orderId })).toStrictEqual([]);
      const next = newStage(world);
      await requests(next, alice);
      // The order service's clock did not jump: what it dates so long ago cannot be verified.
      await pressesUntil(next, alice, 'Confirm', 'Seen completed');
      expect(checkAll(await observed(world))).toStrictEqual([]);
    },
  );
});
