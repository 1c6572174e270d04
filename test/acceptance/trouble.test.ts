import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { freshOrder, postsOf, SOON } from './orders.js';
import { FLOOR, World } from './world.js';

const status = (code: number, more: Partial<Fault> = {}): Fault =>
  Object.assign({ kind: 'status' as const, status: code }, more);

const NOT_STARTED = { error: { code: 'not_started', message: 'Not started' } };

describe('order-api.md, the table: cancel is answered', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      env: { RETRY_ATTEMPTS: '3', ORDER_API_TIMEOUT: '1s', POST_CHECK_TIMEOUT: '2s' },
    });
  });
  afterAll(() => world.close());

  /** The next cancel of a fresh order meets the fault; gives the card after Confirm. */
  async function cancelsInto(fault: Fault, times = 1) {
    const orderId = freshOrder(world);
    world.orders.faults.add({ on: 'cancel', orderId, times, fault });
    const card = await world.cancels(world.alice, orderId);
    return { orderId, card };
  }

  it.each([
    [400, 'invalid_state'],
    [403, 'forbidden'],
    [404, 'order_not_found'],
  ])('%s: told to the person, never retried, and nobody is paged', async (code, word) => {
    const { orderId, card } = await cancelsInto(status(code));
    await world.told(card, word);
    expect(world.thread(card)).toContain('@alice');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
    await world.card(orderId, FLOOR, word);
    expect(world.escalations().filter(({ text }) => text.includes(orderId))).toStrictEqual([]);
    // The order is free again.
    await world.bob.types(FLOOR, `/cancel-order ${orderId}`);
    await world.bob.modal((_, text) => text.includes(orderId) && text.includes('Reason'));
  });

  it('403: with the roles found and a word on ownership', async () => {
    const { orderId } = await cancelsInto(status(403));
    const refused = await world.card(orderId, FLOOR, 'forbidden');
    await world.alice.presses(refused, 'Details');
    const details = await world.alice.modal('roles found: ops_engineer');
    expect(details.text()).toContain('owner');
  });

  it('400, which is our own success whose answer was lost: a success', async () => {
    const { orderId, card } = await cancelsInto(status(400, { when: 'after_effect' }));
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
  });

  it('400, because somebody else was first: already cancelled, by whom, and no rollback', async () => {
    const orderId = freshOrder(world);
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault: { kind: 'delay', ms: 500 } });
    const card = await world.cancels(world.alice, orderId);
    await world.orders.until(() => postsOf(world, 'cancel', orderId).posts.length === 1, SOON);
    world.orders.cancelledElsewhere(orderId, 'carol@example.com');
    await world.told(card, 'already_cancelled');
    expect(world.thread(card)).toContain('carol@example.com');
    const ended = await world.card(orderId, FLOOR, 'already_cancelled');
    expect(world.slack.asText(ended)).not.toContain('Roll back');
  });

  it('401: the bot’s fault, escalated as such; Retry goes on with the same key', async () => {
    const { orderId, card } = await cancelsInto(status(401));
    const escalation = await world.escalation(orderId, 'bad_service_token');
    await world.bob.presses(escalation, 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(2);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
    await world.escalation(orderId, 'retried');
  });

  it.each<[string, Fault]>([
    ['408', status(408)],
    ['425', status(425)],
    ['500', status(500)],
    ['503', status(503)],
    ['nothing: the connection broke before', { kind: 'break', when: 'before_effect' }],
    ['nothing: it hung', { kind: 'hang', when: 'before_effect' }],
  ])('%s: looked up, and sent again with the same key', async (_, fault) => {
    const { orderId, card } = await cancelsInto(fault);
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(2);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['500 after the effect', status(500, { when: 'after_effect' })],
    ['by a broken connection after the effect', { kind: 'break', when: 'after_effect' }],
    ['by half a body', { kind: 'break', when: 'in_body' }],
    ['by nothing, after the effect', { kind: 'hang', when: 'after_effect' }],
    ['by HTML', { kind: 'garbage', form: 'html' }],
    ['about another order', { kind: 'other_order' }],
    ['with more than it may', { kind: 'huge' }],
  ])('%s: looked up, and what happened is not sent again', async (_, fault) => {
    const { orderId, card } = await cancelsInto(fault);
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it('409 while the same key is in flight: polled, not sent again', async () => {
    const { orderId, card } = await cancelsInto({ kind: 'delay', ms: 2_000 });
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts.map((call) => call.status)).toContain(409);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it('422: a defect of ours, escalated and never retried by itself', async () => {
    const { orderId, card } = await cancelsInto(status(422));
    const escalation = await world.escalation(orderId, 'rejected_request');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
    // The key is spent: Retry is a new intent, of the person who presses.
    await world.bob.presses(escalation, 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).keys).toBe(2);
    expect(postsOf(world, 'cancel', orderId).posts.at(-1)?.userId).toBe('bob@example.com');
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it('429: waits as long as Retry-After asks, and a restart neither forgets nor shortens it', async () => {
    const orderId = freshOrder(world);
    const headers = { 'Retry-After': '4' };
    world.orders.faults.add({ on: 'cancel', orderId, times: 1, fault: status(429, { headers }) });
    await world.cancels(world.alice, orderId);
    await world.card(orderId, FLOOR, 'asked to wait');
    await world.restart();
    await world.card(orderId, FLOOR, 'Audit entry verified');
    const [first, second] = postsOf(world, 'cancel', orderId).posts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(4_000);
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(2);
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
  });

  it('503 until the tries are used up: «not started», escalated, and Retry sends the same key', async () => {
    const { orderId, card } = await cancelsInto(status(503, { body: NOT_STARTED }), 3);
    const escalation = await world.escalation(orderId, 'order_service_unavailable');
    expect(world.slack.asText(escalation)).toMatch(/not started/i);
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(3);
    await world.alice.presses(await world.card(orderId, FLOOR, 'Retry'), 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });

  it('nothing until the tries are used up: «not seen to have started», and the time of the look', async () => {
    const { orderId } = await cancelsInto({ kind: 'break', when: 'before_effect' }, 3);
    const escalation = await world.escalation(orderId, 'order_service_unavailable');
    expect(world.slack.asText(escalation)).toMatch(/not seen to have started/i);
    const card = await world.card(orderId, FLOOR, 'not seen to have started');
    expect(world.slack.asText(card)).not.toMatch(/failed/i);
    await world.alice.presses(card, 'Retry');
    await world.card(orderId, FLOOR, 'Audit entry verified');
    expect(postsOf(world, 'cancel', orderId).keys).toBe(1);
  });

  it('nothing, and the look-up fails too: the outcome is unknown, and called nothing else', async () => {
    const orderId = freshOrder(world);
    const down = { kind: 'break', when: 'before_effect' } as const;
    const card = await world.requests(world.alice, orderId);
    const lost = world.orders.faults.add({
      on: 'cancel',
      orderId,
      fault: { kind: 'break', when: 'after_effect' },
    });
    const blind = world.orders.faults.add({
      on: ['cancel_status', 'audit_log'],
      orderId,
      fault: down,
    });
    await world.alice.presses(card, 'Confirm');
    const escalation = await world.escalation(orderId, 'outcome_unknown');
    expect(world.slack.asText(escalation)).toMatch(/unknown|not known/i);
    lost.clear();
    blind.clear();
    await world.bob.presses(escalation, 'Retry');
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId).posts).toHaveLength(1);
    expect(world.orders.effects(orderId)).toHaveLength(1);
  });
});
