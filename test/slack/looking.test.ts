import { describe, expect, it } from 'vitest';
import type { Desk } from '../../src/slack/desk.js';
import { registerListeners } from '../../src/slack/listeners/index.js';
import { lookTurns } from '../../src/slack/look-turns.js';
import { openModalReply } from '../../src/slack/render/replies.js';
import { ORDER, openWorld, useDatabase } from '../cancellations/world.js';
import { FLOOR, socketApp } from '../sandbox/slack/apps.js';
import { deskOf, slackWithPeople } from './desk.js';
import { patiently } from './home-stage.js';

useDatabase();

/** People at a desk of which some is changed. No preview comes before `answers`. */
async function silent(change: (desk: Desk) => Partial<Desk> = () => ({})) {
  let answers = () => {};
  const silence = new Promise<void>((resolve) => {
    answers = resolve;
  });
  const asked: string[] = [];
  const world = await openWorld({
    orders: (calls) => ({
      async preview(orderId) {
        asked.push(orderId);
        await silence;
        return calls.preview(orderId);
      },
    }),
  });
  world.service.addOrder({ id: 'ORD-2' });
  const slack = await slackWithPeople();
  const desk = deskOf(world, slack);
  await socketApp(slack, (app) => registerListeners(app, { ...desk, ...change(desk) }));
  return {
    ...{ slack, asked, answers: () => answers() },
    ...{ alice: slack.person('alice'), bob: slack.person('bob') },
  };
}

describe('The modal', () => {
  it('opens while other looks keep its own waiting, which comes when it is their turn', async () => {
    const waiting: string[] = [];
    const turns = lookTurns({ atOnce: 1, holds: 60_000 });
    const { asked, answers, alice, bob } = await silent(() => ({
      lookTurns(look) {
        waiting.push('a look');
        return turns(look);
      },
    }));
    await alice.types(FLOOR, `/cancel-order ${ORDER}`);
    await patiently(async () => asked.length).toBe(1);
    await bob.types(FLOOR, '/cancel-order ORD-2');
    await bob.modal('Looking at ORD-2');
    await patiently(async () => waiting.length).toBe(2);
    expect(asked).toStrictEqual([ORDER]);
    answers();
    const filled = await bob.modal((shown) => shown.view.submit !== undefined);
    expect(filled.view.submit?.text).toBe('Request cancellation');
    expect(asked).toStrictEqual([ORDER, 'ORD-2']);
  });

  it('is looked for while Slack is still opening it', async () => {
    let opens = () => {};
    const slow = new Promise<void>((resolve) => {
      opens = resolve;
    });
    const { slack, asked, answers, alice } = await silent(({ modals }) => ({
      modals: {
        ...modals,
        async open(trigger, view) {
          await slow;
          return modals.open(trigger, view);
        },
      },
    }));
    await alice.types(FLOOR, `/cancel-order ${ORDER}`);
    await patiently(async () => asked.length).toBe(1);
    expect(slack.calls('views.open')).toStrictEqual([]);
    answers();
    opens();
    await alice.modal((shown) => shown.view.submit !== undefined);
  });

  it('that does not open is told of at once, though the order service is silent', async () => {
    const { slack, alice } = await silent();
    slack.faults.webApi('views.open', { error: 'expired_trigger_id' });
    await alice.types(FLOOR, `/cancel-order ${ORDER}`);
    const told = await alice.message(FLOOR, openModalReply(ORDER).text);
    expect(told.text).toBe(openModalReply(ORDER).text);
  });
});
