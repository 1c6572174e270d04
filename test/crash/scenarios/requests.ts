import {
  cardOf,
  comes,
  insist,
  newStage,
  pressesUntil,
  requests,
  type Stage,
  says,
} from '../stage.js';
import type { Scenario } from './scenario.js';
import { VERIFIED } from './scenario.js';

const OLD = { ageMs: 45 * 24 * 60 * 60_000 };

export const byASecondPerson: Scenario = {
  name: 'confirmed by a second person',
  // Its second poll is started late; in the other stories a workflow sleeps until it is due.
  env: { POLL_INTERVAL: '2s' },
  async play(world) {
    const stage = newStage(world, OLD);
    const { alice, bob } = stage.people;
    const card = await requests(stage, alice);
    const isTold = () => says(stage, alice, 'second_person_needed');
    await insist(stage, 'the refusal of her own press', isTold, (awaiting) =>
      awaiting(alice.pressesOld(card, 'Confirm')),
    );
    const polled = polledOnce(stage);
    await pressesUntil(stage, bob, 'Confirm', VERIFIED);
    await polled;
    return stage;
  },
};

/** The order stays in processing until the bot has seen it so. */
async function polledOnce({ world, orderId }: Stage): Promise<void> {
  const { orders } = world;
  const fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
  orders.faults.add({ on: 'cancel', orderId, fault });
  const answered = { route: 'cancel_status', orderId, status: 200 } as const;
  await orders.until(() => orders.calls(answered).length > 0, { withinMs: 90_000 });
  orders.settle(orderId);
}

export const changedMeanwhile: Scenario = {
  name: 'changed before it was confirmed, pressed on the old card, and discarded',
  async play(world) {
    const stage = newStage(world);
    const { alice } = stage.people;
    const card = await requests(stage, alice);
    world.orders.change(stage.orderId, { refund: { amount: '99.00', currency: 'EUR' } });
    await pressesUntil(stage, alice, 'Confirm', '99.00');
    const isTold = () => says(stage, alice, 'old_card');
    await insist(stage, 'the refusal of the old card', isTold, (awaiting) =>
      awaiting(alice.pressesOld(card, 'Confirm')),
    );
    await pressesUntil(stage, alice, 'Discard', 'Discarded by');
    return stage;
  },
};

export const blockedAtConfirm: Scenario = {
  name: 'blocked at the second look, and cleared',
  async play(world) {
    const stage = newStage(world);
    const { alice } = stage.people;
    await requests(stage, alice);
    world.orders.change(stage.orderId, { billingHold: true });
    await pressesUntil(stage, alice, 'Confirm', '[ Check again');
    world.orders.change(stage.orderId, { billingHold: false });
    await pressesUntil(stage, alice, 'Check again', '[ Confirm');
    await pressesUntil(stage, alice, 'Discard', 'Discarded by');
    return stage;
  },
};

export const expired: Scenario = {
  name: 'expired',
  env: { CONFIRM_TIMEOUT: '3s' },
  async play(world) {
    const stage = newStage(world);
    await requests(stage, stage.people.alice, {}, '');
    await comes(stage, 'that it expired', () => cardOf(stage, 'Expired'));
    return stage;
  },
};

export const reminded: Scenario = {
  name: 'its requester reminded',
  env: { CONFIRM_TIMEOUT: '122s' },
  async play(world) {
    const stage = newStage(world);
    await requests(stage, stage.people.alice);
    const isReminded = () =>
      world.slack
        .messages(stage.cardIn)
        .some((message) => world.slack.asText(message).includes('Nobody has confirmed yet'));
    await comes(stage, 'the reminder', isReminded);
    await pressesUntil(stage, stage.people.alice, 'Discard', 'Discarded by');
    return stage;
  },
};

export const elsewhere: Scenario = {
  name: 'asked for where the bot is not, with a second person',
  async play(world) {
    const stage = newStage(world, OLD, { isPrivate: true });
    await requests(stage, stage.people.alice);
    await pressesUntil(stage, stage.people.bob, 'Discard', 'Discarded by');
    return stage;
  },
};
