import { describe, expect, it, vi } from 'vitest';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { answers, nextPosts } from './execution.js';
import { BROKEN, FOREVER, inTrouble, LOST, presses, retried, sent, word } from './going-on.js';
import { ALICE, BOB, CAROL, EVE, expectSound, ORDER, press, useDatabase } from './world.js';

useDatabase();
const MINUTE = 60_000;
const CHEAPER = { refund: { amount: '41.00', currency: 'EUR' } };
const NOT_STARTED = { faults: [nextPosts(FOREVER, answers(503, 'not_started'))] };
const UNANSWERED = { faults: [nextPosts(FOREVER, BROKEN)] };
/** The answer is lost, and the look-ups after it cannot be read. */
const BLIND = {
  faults: [nextPosts(1, LOST), { on: 'audit_log', fault: answers(503) } as const],
};

describe('Retry after level 1 was used up', () => {
  it.each([
    ['answered 503 not_started each time', NOT_STARTED, 6],
    ['never answered', UNANSWERED, 6],
    ['answered 401', { faults: [nextPosts(1, answers(401))] }, 2],
    ['answered 429 for 10 minutes', { faults: [nextPosts(FOREVER, answers(429))] }, 12],
  ])('sends the same key, body and person, whoever presses: %s', async (_, story, posts) => {
    const { world, run } = await inTrouble(story);
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'going_on', said: 'cancelled', posts, keys: 1, lastBy: ALICE.userId },
    });
    expect(world.service.effects(ORDER)).toHaveLength(1);
  });

  it('is told in the thread, the card’s history and the trail, with the key', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    const { run: after } = await retried(world, run.runId, BOB);
    expect(after.history).toContainEqual(
      expect.objectContaining({ event: 'going_on', by: BOB.slackId }),
    );
    const going = world.shown.thread(run.runId).find((one) => one.milestone === 'going_on');
    expect(going).toMatchObject({ by: BOB.slackId });
    expect(await world.trail(run.runId)).toContainEqual(
      expect.objectContaining({
        ...{ event: 'going_on', actor: BOB.slackId },
        data: expect.objectContaining({ key: run.intent.key, goOn: 'send' }),
      }),
    );
  });

  it('looks up first: what took effect meanwhile is not sent again', async () => {
    const { world, run } = await inTrouble(BLIND);
    expect(run.trouble).toMatchObject({ code: 'outcome_unknown', known: 'unknown' });
    expect(await retried(world, run.runId, CAROL)).toMatchObject({
      ...{ answer: 'going_on', said: 'cancelled', posts: 1 },
    });
  });

  it('polls what is seen in flight, and sends nothing', async () => {
    const { world, run } = await inTrouble({ ...BLIND, timings: { processingMs: 10 * MINUTE } });
    expect(await retried(world, run.runId, BOB)).toMatchObject({ posts: 1 });
    const { history } = await world.runNow(run.runId);
    expect(history.map(({ event }) => event)).toContain('processing');
  });

  it('never takes for ours what somebody else cancelled meanwhile', async () => {
    const { world, run } = await inTrouble(UNANSWERED);
    world.service.cancelledElsewhere(ORDER, CAROL.userId);
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'going_on', said: 'refused already_cancelled', posts: 5 },
      run: { refusal: { detail: `by ${CAROL.userId}` } },
    });
  });

  it('that fails again is another trouble, with the key still good', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    world.service.faults.add(nextPosts(5, answers(503, 'not_started')));
    const again = await retried(world, run.runId, BOB);
    expect(again).toMatchObject({
      ...{ said: 'troubled order_service_unavailable', posts: 10, keys: 1 },
      run: { trouble: { number: 2, known: 'not_started', goOn: 'send' } },
    });
    expect(await retried(world, run.runId, CAROL)).toMatchObject({ said: 'cancelled', keys: 1 });
  });

  it('refused after a try that went unanswered ends nothing for good', async () => {
    const { world, run } = await inTrouble(UNANSWERED);
    world.service.faults.add(nextPosts(1, answers(403)));
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ said: 'troubled forbidden' },
      run: { trouble: { known: 'not_seen', goOn: 'send_anew' } },
    });
  });
});

describe('The second look before a POST that a press leads to', () => {
  it('finds a change: the card is drawn anew, and the press must come anew', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    world.service.change(ORDER, CHEAPER);
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'redrawn', said: 'troubled order_service_unavailable', posts: 5 },
      run: { changes: [{ what: 'refund', before: '42.00 EUR', after: '41.00 EUR' }] },
    });
    expect(word(await goOn(world.parts, press(run, BOB)))).toBe('old_card');
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ answer: 'going_on', said: 'cancelled', posts: 6, keys: 1, run: { changes: [] } },
    });
  });

  it('finds a block: named in the card, and nothing is sent until it is gone', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    world.service.change(ORDER, { billingHold: true });
    const blocked = await retried(world, run.runId, BOB);
    expect(blocked).toMatchObject({ answer: 'redrawn', posts: 5 });
    expect(blocked.run.verdicts).toContainEqual(
      expect.objectContaining({ word: 'blocked', code: 'billing_hold' }),
    );
    expect(await retried(world, run.runId, BOB)).toMatchObject({ answer: 'redrawn', posts: 5 });
    world.service.change(ORDER, { billingHold: false });
    expect(await retried(world, run.runId, BOB)).toMatchObject({ answer: 'redrawn', posts: 5 });
    expect(await retried(world, run.runId, BOB)).toMatchObject({ said: 'cancelled', posts: 6 });
  });

  it.each(['status', 'preview', 'audit_log', 'cancel_status'] as const)(
    'that cannot read the %s refuses the press with its code, and changes nothing',
    async (on) => {
      const { world, run } = await inTrouble(NOT_STARTED);
      world.service.faults.add({ on, fault: { kind: 'garbage', form: 'wrong_schema' } });
      expect(word(await presses(world, run.runId, BOB))).toBe('unexpected_reply');
      expect(await world.runNow(run.runId)).toStrictEqual(run);
    },
  );

  it('has what changed confirmed by another person, where one is needed by now', async () => {
    const age = 30 * 24 * 60 * MINUTE - 10 * MINUTE;
    const { world, run } = await inTrouble({ ...NOT_STARTED, order: { ageMs: age } });
    await world.clock.advance(15 * MINUTE);
    expect(await retried(world, run.runId, ALICE)).toMatchObject({ answer: 'redrawn' });
    expect(await retried(world, run.runId, ALICE)).toMatchObject({
      ...{ answer: 'second_person_needed', posts: 5 },
    });
    expect(await retried(world, run.runId, BOB)).toMatchObject({
      ...{ said: 'cancelled', keys: 1, lastBy: ALICE.userId },
    });
  });

  it('asks for no second approval of what another person approved and nothing has changed', async () => {
    const old = { ageMs: 45 * 24 * 60 * MINUTE };
    const { world, run } = await inTrouble({ ...NOT_STARTED, order: old, approver: BOB });
    expect(await retried(world, run.runId, ALICE)).toMatchObject({
      ...{ said: 'cancelled', keys: 1, lastBy: BOB.userId },
    });
  });
});

describe('A press that goes on with nothing is answered, and written to the trail:', () => {
  it.each([
    ['by a person without the role', EVE, 'not_entitled', NOT_STARTED],
    [
      'by a person without the role, where only polls would follow',
      ...([EVE, 'not_entitled', { timings: { processingMs: FOREVER } }] as const),
    ],
  ])('%s', async (_, person, code, story) => {
    const { world, run } = await inTrouble(story);
    const gone = await presses(world, run.runId, person);
    expect(gone).toStrictEqual({ kind: 'refused', code, detail: 'viewer' });
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({
      ...{ event: 'press_refused', actor: person.slackId, data: { code } },
    });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });

  it('while PAUSED, where a POST would follow', async () => {
    const { world, run } = await inTrouble(UNANSWERED);
    world.state.paused = true;
    expect(await retried(world, run.runId, BOB)).toMatchObject({ answer: 'paused', posts: 5 });
    expect(await world.runNow(run.runId)).toStrictEqual(run);
  });

  it('on an older drawing, and the present card is drawn again', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    const drawn = world.shown.cards(run.runId).length;
    const calls = world.service.calls().length;
    const older = { ...press(run, BOB), digest: 'an older one' };
    expect(word(await goOn(world.parts, older))).toBe('old_card');
    expect(world.service.calls()).toHaveLength(calls);
    await world.launcher.run();
    expect(world.shown.cards(run.runId)).toHaveLength(drawn + 1);
  });

  it('of a run that is not in trouble, or not there', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    await retried(world, run.runId, BOB);
    expect(word(await presses(world, run.runId, BOB))).toBe('not_in_trouble');
    const none = { ...press(run, BOB), runId: '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e' };
    expect(word(await goOn(world.parts, none))).toBe('no_such_run');
  });

  it('by the second of two who press at once on a card that says no more what is true', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    world.service.change(ORDER, CHEAPER);
    const gone = await Promise.all([BOB, CAROL].map((by) => goOn(world.parts, press(run, by))));
    expect(gone.map(word).sort()).toStrictEqual(['old_card', 'redrawn']);
    await world.launcher.run();
    expect(sent(world)).toMatchObject({ posts: 5 });
  });

  it('by a person whose look took so long that another’s Retry has failed meanwhile', async () => {
    let held: (() => void) | undefined;
    const isHeld = { on: false };
    const { world, run } = await inTrouble({
      ...NOT_STARTED,
      orders: (calls) => ({
        preview: async (orderId) => {
          if (isHeld.on) {
            isHeld.on = false;
            await new Promise<void>((resolve) => {
              held = resolve;
            });
          }
          return calls.preview(orderId);
        },
      }),
    });
    isHeld.on = true;
    const slow = goOn(world.parts, press(run, CAROL));
    await vi.waitFor(() => expect(held).toBeDefined());
    world.service.faults.add(nextPosts(5, answers(503, 'not_started')));
    expect(await retried(world, run.runId, BOB)).toMatchObject({ run: { trouble: { number: 2 } } });
    held?.();
    expect(word(await slow)).toBe('decided');
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'troubled' });
  });

  it('by all but one of many who press at once', async () => {
    const { world, run } = await inTrouble(NOT_STARTED);
    const gone = await Promise.all(
      Array.from({ length: 12 }, (_, n) => goOn(world.parts, press(run, n % 2 ? BOB : CAROL))),
    );
    const words = gone.map(word);
    expect(words.filter((one) => one === 'going_on')).toHaveLength(1);
    expect(words.filter((one) => one === 'not_in_trouble')).toHaveLength(11);
    await world.launcher.run();
    await expectSound(world, run.runId);
    expect(sent(world)).toMatchObject({ posts: 6, keys: 1 });
    const events = (await world.trail(run.runId)).map(({ event }) => event);
    expect(events.filter((event) => event === 'going_on')).toHaveLength(1);
  });
});
