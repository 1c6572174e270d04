import { afterEach, describe, expect, it } from 'vitest';
import { checkAll } from '../invariants/index.js';
import { MortalWorld } from './mortal-world.js';
import { observed } from './observed.js';
import { VERIFIED } from './scenarios/scenario.js';
import { cardOf, comes, newStage, pressesUntil, requests, type Stage } from './stage.js';

const HOUR = 60 * 60_000;
const TIMEOUT = 300_000;
/** Limits that a test can wait for. */
const SHORT = { POLL_TIMEOUT: '6s', POST_CHECK_TIMEOUT: '6s' };
const NEVER = Number.POSITIVE_INFINITY;

describe.each(['PGlite', 'Postgres'] as const)('On %s', (database) => {
  let world: MortalWorld;
  afterEach(() => world.close());

  /** A run whose cancellation goes on for ever at the order service. */
  async function processing(): Promise<Stage> {
    const stage = newStage(world);
    const { orderId, people } = stage;
    const fault = { kind: 'processing', ms: NEVER } as const;
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault });
    await requests(stage, people.alice);
    await pressesUntil(stage, people.alice, 'Confirm', 'Processing');
    return stage;
  }

  /** The clock jumps. Set back, the bot ends itself and is started again. */
  async function jumps(by: number): Promise<void> {
    world.jumpClock(by);
    if (by > 0) return;
    await world.until(() => world.kills.length === 1, 'its end');
    await world.alive();
  }

  it('a disk that was full: writes were refused, and what was under way goes on when there is room', {
    timeout: TIMEOUT,
  }, async () => {
    world = await MortalWorld.start(database);
    const stage = await processing();
    world.fillDisk(true);
    world.orders.settle(stage.orderId);
    await world.until(() => world.refusals > 0, 'a write that was refused');
    expect(cardOf(stage, VERIFIED)).toBeUndefined();
    world.fillDisk(false);
    await comes(stage, 'the end', () => cardOf(stage, VERIFIED));
    expect(checkAll(await observed(world))).toStrictEqual([]);
  });

  it.each([
    // The order service's clock did not jump: what it dates so long ago cannot be verified.
    ['ahead', 3 * HOUR, 'Seen completed'],
    ['back', -3 * HOUR, VERIFIED],
  ])(
    'a clock that jumps 3 h %s prolongs no window, and the bot goes on',
    { timeout: TIMEOUT },
    async (_, jump, end) => {
      world = await MortalWorld.start(database, SHORT);
      const stage = newStage(world);
      const { alice, bob } = stage.people;
      await requests(stage, alice);
      const open = await pressesUntil(stage, alice, 'Confirm', VERIFIED);
      await jumps(jump);
      await bob.pressesOld(open, 'Roll back');
      await bob.modal('window_closed');
      expect(world.orders.calls({ route: 'reinstate', orderId: stage.orderId })).toStrictEqual([]);
      const next = newStage(world);
      await requests(next, alice);
      await pressesUntil(next, alice, 'Confirm', end);
      expect(checkAll(await observed(world, { clockJumped: true }))).toStrictEqual([]);
    },
  );

  it.each([
    ['ahead', 3 * HOUR],
    ['back', -3 * HOUR],
  ])(
    'a clock that jumps 3 h %s while a run is polled: its limit comes all the same, and all is told',
    { timeout: TIMEOUT },
    async (_, jump) => {
      world = await MortalWorld.start(database, SHORT);
      const stage = await processing();
      await jumps(jump);
      await comes(stage, 'the limit', () => cardOf(stage, 'still_processing'));
      expect(checkAll(await observed(world, { clockJumped: true }))).toStrictEqual([]);
    },
  );
});
