import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, ORDER_OPS, World } from './world.js';

const RUNBOOK = 'https://runbooks.example/cancel-order?version=3';
const defect = (orderId: string) => ({
  ...{ on: 'cancel' as const, orderId, times: 1 },
  fault: { kind: 'status' as const, status: 422 },
});

describe('Level 3: the message in #order-ops', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { RUNBOOK_URL: RUNBOOK } });
  });
  afterAll(() => world.close());

  it('has all that the person on call needs', async () => {
    const { alice, orders, slack } = world;
    orders.faults.add(defect('ORD-1013'));
    await world.cancels(alice, 'ORD-1013');
    const escalation = await world.escalation('ORD-1013', 'rejected_request');
    const [post] = orders.calls({ route: 'cancel', orderId: 'ORD-1013' });
    const text = slack.asText(escalation);
    for (const part of [
      ...['ORD-1013', '@alice', post?.key, post?.requestId, 'CANCEL_ORDER 3.1'],
      ...['rejected_request', 'Acknowledge', 'Retry', 'Resolved by hand'],
    ]) {
      expect(text).toContain(part);
    }
    expect(JSON.stringify(escalation.blocks)).toContain('https://runbooks.example/cancel-order');
    // Somebody who reads notifications alone is told what it is about.
    expect(escalation.text).toContain('ORD-1013');
    // Nothing that stands behind «Details».
    expect(text).not.toContain('customers.example');
  });

  it('Acknowledge: by any full member; the message shows who and when, and a second press is answered', async () => {
    const { alice, bob, carol, orders } = world;
    orders.faults.add(defect('ORD-1014'));
    await world.cancels(alice, 'ORD-1014', { channel: FLOOR });
    const escalation = await world.escalation('ORD-1014');
    await bob.presses(escalation, 'Acknowledge');
    const acknowledged = await world.escalation('ORD-1014', '@bob');
    expect(world.slack.asText(acknowledged)).not.toContain('[ Acknowledge');
    await carol.pressesOld(escalation, 'Acknowledge');
    await carol.message(ORDER_OPS, (message) => message.ephemeralTo === carol.id);
    expect(bob.troubles).toStrictEqual([]);
  });

  it('Retry by somebody without the role is refused, and sends nothing', async () => {
    const { alice, eve, orders } = world;
    orders.faults.add(defect('ORD-1015'));
    await world.cancels(alice, 'ORD-1015');
    const card = await world.card('ORD-1015', FLOOR, 'Retry');
    await eve.presses(card, 'Retry');
    await eve.message(FLOOR, 'not_entitled');
    await eve.presses(card, 'Resolved by hand');
    await eve.modal('not_entitled');
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1015' })).toHaveLength(1);
  });

  it('Retry pressed twice at once goes on once, and both are answered', async () => {
    const { alice, bob, carol, orders, slack } = world;
    orders.faults.add(defect('ORD-1016'));
    await world.cancels(alice, 'ORD-1016');
    const card = await world.card('ORD-1016', FLOOR, '[ Retry');
    const before = slack.messages(FLOOR).length;
    await Promise.all([bob.presses(card, 'Retry'), carol.presses(card, 'Retry')]);
    await world.told(card, 'every post-check');
    const answers = () =>
      slack
        .messages(FLOOR)
        .slice(before)
        .filter(({ ephemeralTo }) => ephemeralTo !== undefined);
    await slack.until(() => answers().length === 2, { what: 'two answers' });
    expect(orders.effects('ORD-1016')).toHaveLength(1);
    await world.escalation('ORD-1016', 'over: retried by @');
    await bob.pressesOld(card, 'Retry');
    await bob.message(FLOOR, 'not_in_trouble');
  });
});

describe('Resolved by hand', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { POLL_TIMEOUT: '1s' } });
  });
  afterAll(() => world.close());

  async function says(orderId: string, truth: string, note = 'Looked at it in the admin tool') {
    const { bob } = world;
    const card = await world.card(orderId, FLOOR, '[ Resolved by hand');
    await bob.presses(card, 'Resolved by hand');
    const modal = await bob.modal((shown) => shown.view.submit !== undefined && shown.has(orderId));
    await bob.submits(modal, { truth, note });
  }

  it('is refused where the order service says otherwise, naming it, and nothing is lost', async () => {
    const { alice, bob, orders } = world;
    orders.faults.add(defect('ORD-1013'));
    await world.cancels(alice, 'ORD-1013');
    await says('ORD-1013', 'cancelled', 'I am sure of it');
    const refused = await bob.modal('says_otherwise');
    expect(refused.text()).toContain('pending');
    await world.card('ORD-1013', FLOOR, 'Retry');
  });

  it('not cancelled: ends the run, closes its escalation, and says by whom', async () => {
    const { alice, bob, orders } = world;
    orders.faults.add(defect('ORD-1014'));
    const card = await world.cancels(alice, 'ORD-1014');
    await says('ORD-1014', 'not_cancelled');
    await world.told(card, '@bob');
    await world.escalation('ORD-1014', 'over: resolved by hand by @bob');
    expect(orders.effects('ORD-1014')).toStrictEqual([]);
    // Nothing is sent afterwards, and the order is free.
    await bob.types(FLOOR, '/cancel-order ORD-1014');
    await bob.modal((_, text) => text.includes('ORD-1014') && text.includes('Reason'));
    expect(orders.calls({ route: 'cancel', orderId: 'ORD-1014' })).toHaveLength(1);
  });

  it('cancelled, and our run did it: the rollback window is offered', async () => {
    const { alice, orders } = world;
    const fault = { kind: 'processing' as const, ms: Number.POSITIVE_INFINITY };
    orders.faults.add({ on: 'cancel', orderId: 'ORD-1015', times: 1, fault });
    await world.cancels(alice, 'ORD-1015');
    await world.escalation('ORD-1015', 'still_processing');
    await says('ORD-1015', 'cancelled');
    await world.bob.modal('says_otherwise');
    orders.settle('ORD-1015');
    await world.bob.closes(await world.bob.modal());
    await says('ORD-1015', 'cancelled');
    await world.card('ORD-1015', FLOOR, '[ Roll back');
    expect(orders.effects('ORD-1015')).toHaveLength(1);
  });
});

describe('An escalation that nobody acknowledges', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      env: { ESCALATION_ACK_TIMEOUT: '1s', ORDER_OPS_MENTION: 'S0ONCALL' },
    });
  });
  afterAll(() => world.close());

  it('is asked again with the on-call group, three times, and then says that nobody answered', async () => {
    const { alice, orders, slack } = world;
    orders.faults.add(defect('ORD-1013'));
    await world.cancels(alice, 'ORD-1013');
    const escalation = await world.escalation('ORD-1013');
    await world.escalation('ORD-1013', 'obody');
    const asked = slack
      .thread(ORDER_OPS, escalation.ts)
      .slice(1)
      .map((message) => JSON.stringify(message));
    expect(asked).toHaveLength(3);
    for (const text of asked) expect(text).toContain('<!subteam^S0ONCALL');
    // It can be acknowledged all the same.
    await world.bob.presses(await world.escalation('ORD-1013', '[ Acknowledge'), 'Acknowledge');
    await world.escalation('ORD-1013', '@bob');
  });

  it('asks no more once somebody has acknowledged', async () => {
    const { alice, bob, orders, slack } = world;
    orders.faults.add({ ...defect('ORD-1014'), fault: { kind: 'status', status: 401 } });
    await world.cancels(alice, 'ORD-1014');
    const escalation = await world.escalation('ORD-1014', 'bad_service_token');
    await bob.presses(escalation, 'Acknowledge');
    await world.escalation('ORD-1014', '@bob');
    const asked = slack.thread(ORDER_OPS, escalation.ts).length;
    await world.restart();
    await world.noted('ORD-1014');
    expect(slack.thread(ORDER_OPS, escalation.ts)).toHaveLength(asked);
  });
});

describe('A look that meets a 401', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.close());

  it('pages once, and is over when the order service takes the bot again', async () => {
    const { alice, bob, orders, slack } = world;
    orders.faults.turnOn('bad-token');
    await alice.types(FLOOR, '/cancel-order ORD-1013');
    await alice.modal('bad_service_token');
    const escalation = await world.escalation('ORD-1013', 'bad_service_token');
    await bob.types(FLOOR, '/cancel-order ORD-1014');
    await bob.modal('bad_service_token');
    orders.faults.clear();
    await bob.types(FLOOR, '/cancel-order ORD-1014');
    await bob.modal((_, text) => text.includes('Reason'));
    await slack.until(
      () =>
        world
          .escalations()
          .some(({ ts, editedTs }) => ts === escalation.ts && editedTs !== undefined),
      { what: 'the escalation closed' },
    );
    expect(world.escalations()).toHaveLength(1);
    expect(slack.asText(await world.escalation('ORD-1013'))).not.toContain('[ Acknowledge');
  });
});
