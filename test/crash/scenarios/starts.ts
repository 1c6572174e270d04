import { cardOf, comes, newStage, pressesUntil, requests } from '../stage.js';
import { type Scenario, VERIFIED } from './scenario.js';

export const startedAgain: Scenario = {
  name: 'a start with a cancellation under way',
  isStart: true,
  async play(world, armed) {
    const stage = newStage(world);
    const { orderId } = stage;
    const fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
    world.orders.faults.add({ on: 'cancel', orderId, fault });
    await requests(stage, stage.people.alice);
    await pressesUntil(stage, stage.people.alice, 'Confirm', 'Processing');
    await world.restart(armed);
    world.orders.settle(orderId);
    await comes(stage, 'the end', () => cardOf(stage, VERIFIED));
    return stage;
  },
};
