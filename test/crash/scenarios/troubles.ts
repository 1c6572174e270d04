import type { Fault } from '../../../src/sandbox/orders/index.js';
import type { MortalWorld } from '../mortal-world.js';
import {
  type Awaiting,
  cardOf,
  comes,
  escalationOf,
  insist,
  newStage,
  pressesUntil,
  requests,
  type Stage,
  submitsUntil,
} from '../stage.js';
import { type Scenario, VERIFIED } from './scenario.js';

const status = (code: number): Fault => ({ kind: 'status', status: code });

/** Cancelled by alice into a fault of this POST. */
async function cancelledInto(world: MortalWorld, fault: Fault, words: string) {
  const stage = newStage(world);
  const on = { on: 'cancel', orderId: stage.orderId } as const;
  const switched = world.orders.faults.add({ ...on, fault });
  await requests(stage, stage.people.alice);
  await pressesUntil(stage, stage.people.alice, 'Confirm', words);
  return { stage, switched };
}

async function acknowledged(stage: Stage): Promise<void> {
  const { bob } = stage.people;
  const isHeard = () => escalationOf(stage, '@bob');
  await insist(stage, 'the acknowledgement', isHeard, async (awaiting) => {
    const isThere = () => escalationOf(stage, '[ Acknowledge');
    const escalation = await awaiting(stage.world.slack.until(isThere, { what: 'the escalation' }));
    await awaiting(bob.presses(escalation, 'Acknowledge'));
  });
}

export const lostAnswer: Scenario = {
  name: 'asked to wait, not answered, and found to be cancelled',
  env: { RATE_LIMIT_WAIT: '100ms' },
  async play(world) {
    const stage = newStage(world);
    const once = { on: 'cancel', orderId: stage.orderId, times: 1 } as const;
    world.orders.faults.add({ ...once, fault: status(429) });
    world.orders.faults.add({ ...once, fault: status(503) });
    world.orders.faults.add({ ...once, fault: { kind: 'break', when: 'after_effect' } });
    // The look-up finds it under way, however slow this machine is.
    const endless = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
    world.orders.faults.add({ on: 'cancel', orderId: stage.orderId, fault: endless });
    await requests(stage, stage.people.alice);
    await pressesUntil(stage, stage.people.alice, 'Confirm', 'Processing');
    world.orders.settle(stage.orderId);
    await comes(stage, 'the end', () => cardOf(stage, VERIFIED));
    return stage;
  },
};

export const escalated: Scenario = {
  name: 'escalated, acknowledged, retried, and resolved by hand',
  async play(world) {
    const { stage, switched } = await cancelledInto(world, status(422), '[ Resolved by hand');
    const { bob } = stage.people;
    await acknowledged(stage);
    await pressesUntil(stage, bob, 'Retry', 'Going on');
    await comes(stage, 'the second trouble', () => cardOf(stage, '[ Retry'));
    switched.clear();
    const form = { truth: 'not_cancelled', note: 'Looked at it in the admin tool' };
    await submitsUntil(stage, bob, 'Resolved by hand', 'resolved by hand', form);
    return stage;
  },
};

export const unavailable: Scenario = {
  name: 'not answered until the tries were used up, and retried',
  env: { RETRY_ATTEMPTS: '2' },
  async play(world) {
    const { stage, switched } = await cancelledInto(world, status(503), '[ Retry');
    switched.clear();
    await pressesUntil(stage, stage.people.bob, 'Retry', VERIFIED);
    return stage;
  },
};

export const forbidden: Scenario = {
  name: 'refused for good',
  async play(world) {
    const { stage } = await cancelledInto(world, status(403), 'forbidden');
    return stage;
  },
};

export const blockedAtExecution: Scenario = {
  name: 'blocked by a hold that came in between',
  async play(world) {
    const stage = newStage(world);
    const { orderId } = stage;
    const { alice } = stage.people;
    world.orders.faults.add({ on: 'cancel', orderId, fault: { kind: 'delay', ms: 300 } });
    await requests(stage, alice);
    const isSent = () => world.orders.calls({ route: 'cancel', orderId }).length > 0;
    const held = world.orders
      .until(isSent, { withinMs: 60_000 })
      .then(() => world.orders.change(orderId, { billingHold: true }));
    await pressesUntil(stage, alice, 'Confirm', '[ Check again');
    await held;
    world.orders.change(orderId, { billingHold: false });
    await pressesUntil(stage, alice, 'Check again', VERIFIED);
    return stage;
  },
};

export const unheard: Scenario = {
  name: 'escalated, and nobody answers',
  env: { ESCALATION_ACK_TIMEOUT: '1s' },
  async play(world) {
    const { stage } = await cancelledInto(world, status(422), '[ Retry');
    await comes(stage, 'that nobody answered', () => escalationOf(stage, 'obody'));
    return stage;
  },
};

export const badToken: Scenario = {
  name: 'a look that the order service refuses the bot',
  async play(world) {
    const stage = newStage(world);
    const { alice } = stage.people;
    world.orders.faults.turnOn('bad-token');
    const isOpen = () => escalationOf(stage, '[ Acknowledge');
    const looks = (shows: string) => async (awaiting: Awaiting) => {
      await awaiting(alice.types(stage.channel, `/cancel-order ${stage.orderId}`));
      await awaiting(alice.modal(shows));
    };
    await insist(stage, 'the page', isOpen, looks('bad_service_token'));
    world.orders.faults.turnOff('bad-token');
    await insist(stage, 'that it is over', () => escalationOf(stage, 'Over'), looks('Reason'));
    return stage;
  },
};
