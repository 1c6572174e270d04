import type { MortalWorld } from '../mortal-world.js';
import {
  cardOf,
  comes,
  newStage,
  pressesUntil,
  requests,
  type Stage,
  submitsUntil,
} from '../stage.js';
import { type Scenario, VERIFIED } from './scenario.js';

async function cancelled(world: MortalWorld): Promise<Stage> {
  const stage = newStage(world);
  await requests(stage, stage.people.alice);
  await pressesUntil(stage, stage.people.alice, 'Confirm', VERIFIED);
  return stage;
}

export const rolledBack: Scenario = {
  name: 'cancelled, and rolled back',
  async play(world) {
    const stage = await cancelled(world);
    await submitsUntil(stage, stage.people.bob, 'Roll back', 'rolled back');
    return stage;
  },
};

export const rollbackInTrouble: Scenario = {
  name: 'a rollback that is escalated, and retried',
  async play(world) {
    const stage = await cancelled(world);
    const { bob } = stage.people;
    const fault = { kind: 'status', status: 422 } as const;
    const { orderId } = stage;
    const refusing = world.orders.faults.add({ on: 'reinstate', orderId, fault });
    await submitsUntil(stage, bob, 'Roll back', 'at the rollback');
    refusing.clear();
    await pressesUntil(stage, bob, 'Retry', 'is rolled back');
    return stage;
  },
};

export const newerRun: Scenario = {
  name: 'a newer run for the order closes the window of the older one',
  async play(world) {
    const stage = await cancelled(world);
    world.orders.change(stage.orderId, { state: 'pending' });
    await requests(stage, stage.people.alice);
    await pressesUntil(stage, stage.people.alice, 'Discard', 'Discarded by');
    return stage;
  },
};

export const notEligible: Scenario = {
  name: 'not eligible for a reinstatement',
  async play(world) {
    const stage = await cancelled(world);
    const reason = 'The stock was given away';
    world.orders.change(stage.orderId, { notReinstatableBecause: reason });
    await submitsUntil(stage, stage.people.bob, 'Roll back', 'not_eligible');
    return stage;
  },
};

const WINDOW = { ROLLBACK_WINDOW: '500ms' };

async function closedWindow(world: MortalWorld): Promise<Stage> {
  const stage = await cancelled(world);
  await comes(stage, 'that the window closes', () => cardOf(stage, '[ Open CASE-REINSTATE'));
  return stage;
}

export const ticketToOrderOps: Scenario = {
  name: 'a ticket to order-ops',
  env: WINDOW,
  async play(world) {
    const stage = await closedWindow(world);
    await pressesUntil(stage, stage.people.bob, 'Open CASE-REINSTATE', 'ticket opened');
    return stage;
  },
};

export const ticketToDesk: Scenario = {
  name: 'a ticket to a desk that refuses it first',
  env: { ...WINDOW, TICKET_WEBHOOK_SECRET: 'a-secret-of-the-test' },
  async play(world) {
    const stage = await closedWindow(world);
    const { bob } = stage.people;
    world.desk.refuse(true);
    await pressesUntil(stage, bob, 'Open CASE-REINSTATE', 'ticket not delivered');
    world.desk.refuse(false);
    await pressesUntil(stage, bob, 'Retry', 'ticket opened');
    return stage;
  },
};
