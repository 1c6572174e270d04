import { describe, expect, it } from 'vitest';
import {
  addBreakGlassPost,
  addEscalationNote,
  addTicketPosts,
  escalationPostId,
} from '../../src/cancellations/telling/outbox.js';
import type { EscalationNote } from '../../src/cancellations/trouble/escalation.js';
import { ADA, BOB } from './render/runs.js';
import { FLOOR, ORDER_OPS, openTelling, PRIVATE, puts, useDatabase } from './telling.js';

useDatabase();

type Telling = Awaited<ReturnType<typeof openTelling>>;

/** What stands in #order-ops, threads left out. */
function inOrderOps({ slack }: Telling) {
  return slack.messages(ORDER_OPS).filter(({ threadTs }) => threadTs === undefined);
}

const LATE = { lane: ORDER_OPS, attempt: 1_000 };

describe('An escalation in #order-ops', () => {
  /** One run in trouble, its card told, and its escalation due. */
  async function called(cardTo = FLOOR, code = 'rejected_request' as const) {
    const telling = await openTelling();
    const run = await telling.requested(cardTo);
    await telling.tellAll();
    await telling.fails(run, code);
    const due = telling.due.find(({ postId }) => postId.endsWith(':escalation'));
    if (!due) throw new Error('no escalation is due');
    const { postId } = due;
    return { ...telling, telling, run, postId, escalationId: postId.replace(/:escalation$/, '') };
  }

  it('names the order, and leads to a thread that everybody may open', async () => {
    const { telling, slack, run, tellAll } = await called();
    await tellAll();
    const [card] = slack.messages(FLOOR);
    const escalation = inOrderOps(telling).at(-1);
    expect(escalation?.text).toContain(run.orderId);
    expect(JSON.stringify(escalation?.blocks)).toContain(`/p${card?.ts.replace('.', '')}`);
  });

  it('leads nobody into a conversation that they are not in', async () => {
    for (const cardTo of [PRIVATE, `D${ADA.slackId}`]) {
      const { telling, tellAll, slack, run } = await called(cardTo);
      slack.person(ADA.slackId);
      await tellAll();
      const escalation = inOrderOps(telling).at(-1);
      expect(escalation?.text).toContain(run.orderId);
      expect(JSON.stringify(escalation?.blocks)).not.toContain('archives');
    }
  });

  it('leads to a card in #order-ops itself, though that is private', async () => {
    const { telling, tellAll, slack } = await called(ORDER_OPS);
    slack.changeChannel(ORDER_OPS, { private: true, botIsMember: true, members: [BOB.slackId] });
    await tellAll();
    const [card, escalation] = inOrderOps(telling);
    expect(JSON.stringify(escalation?.blocks)).toContain(`/p${card?.ts.replace('.', '')}`);
  });

  it('waits in its lane once, however many orders come, and is told with all of them', async () => {
    const { telling, postId, due, run } = await called();
    const waiting = () => due.filter((one) => one.postId === postId);
    const others = [await telling.requested(), await telling.requested()];
    for (const other of others) await telling.fails(other, 'rejected_request');
    expect(waiting()).toHaveLength(1);
    await telling.tellAll();
    const [escalation, ...more] = inOrderOps(telling);
    expect(more).toStrictEqual([]);
    for (const { orderId } of [run, ...others]) expect(escalation?.text).toContain(orderId);

    // Told, it has to wait for its turn anew.
    await telling.fails(await telling.requested(), 'rejected_request');
    expect(waiting()).toHaveLength(1);
  });

  it('is told once more by the same telling where an order comes while Slack takes it', async () => {
    const { telling, postId, due, slack, notifier } = await called();
    const slow = slack.faults.webApi('chat.postMessage', { delayMs: 500 }, { times: 1 });
    const first = notifier.tell(postId, { lane: ORDER_OPS, attempt: 1 });
    await expect.poll(() => slow.hits).toBe(1);
    due.length = 0;
    const late = await telling.requested();
    await telling.fails(late, 'rejected_request');
    expect(due.filter((one) => one.postId === postId)).toStrictEqual([]);
    expect(await first).toStrictEqual({ kind: 'later', wait: 0 });
    expect(await notifier.tell(postId, LATE)).toStrictEqual({ kind: 'told' });
    expect(inOrderOps(telling)[0]?.text).toContain(late.orderId);
  });

  it('waits while #order-ops is archived, says so in the log, and goes nowhere else', async () => {
    const { slack, notifier, postId, logged, telling, outbox } = await called();
    slack.changeChannel(ORDER_OPS, { archived: true });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await notifier.tell(postId, LATE)).toMatchObject({ kind: 'later' });
    }
    expect(logged.join()).toContain('#order-ops is closed to the bot');
    expect(slack.directMessages(ADA.slackId)).toStrictEqual([]);
    expect((await outbox.untold(1_000)).map((post) => post.postId)).toContain(postId);
    slack.changeChannel(ORDER_OPS, { archived: false });
    expect(await notifier.tell(postId, LATE)).toStrictEqual({ kind: 'told' });
    expect(inOrderOps(telling)).toHaveLength(1);
  });

  it.each(['never_heard_of', 'not_in_channel', 'internal_error'])(
    'is not given up, however long Slack answers %s',
    async (error) => {
      const { slack, notifier, postId, telling } = await called();
      const fault = slack.faults.webApi('chat.postMessage', { error });
      expect(await notifier.tell(postId, LATE)).toMatchObject({ kind: 'later' });
      fault.clear();
      expect(await notifier.tell(postId, LATE)).toStrictEqual({ kind: 'told' });
      expect(inOrderOps(telling)).toHaveLength(1);
    },
  );

  it('goes out as its text alone where Slack refuses the drawing', async () => {
    const { slack, notifier, postId, run, telling } = await called();
    const isDrawn = ({ blocks }: { blocks?: unknown }) => String(blocks).length > '[]'.length;
    slack.faults.webApi('chat.postMessage', { error: 'invalid_blocks' }, { when: isDrawn });
    expect(await notifier.tell(postId, LATE)).toStrictEqual({ kind: 'told' });
    expect(inOrderOps(telling).at(-1)).toMatchObject({ blocks: [] });
    expect(inOrderOps(telling).at(-1)?.text).toContain(run.orderId);
  });

  it('is edited where more of its code comes, and posted anew where somebody deleted it', async () => {
    const { slack, telling, run, tellAll, requested, fails } = await called();
    await tellAll();
    const other = await requested();
    await fails(other, 'rejected_request');
    await tellAll();
    const stands = inOrderOps(telling).at(-1);
    for (const { orderId } of [run, other]) expect(stands?.text).toContain(orderId);
    slack.deleteMessage(ORDER_OPS, stands?.ts ?? '');
    const third = await requested();
    await fails(third, 'rejected_request');
    await tellAll();
    const anew = inOrderOps(telling);
    expect(anew).toHaveLength(1);
    for (const { orderId } of [run, other, third]) expect(anew[0]?.text).toContain(orderId);
  });

  async function adds({ escalationId }: { escalationId: string }, note: EscalationNote) {
    return puts((trx) =>
      addEscalationNote(trx, escalationId, ORDER_OPS, `${note.note}:${note.time}`, note),
    );
  }
  const about = (orderId: string) => ({
    at: Date.now(),
    time: 1,
    orderIds: [orderId],
    mentions: [],
  });

  it('is asked again in its thread, in front of the whole channel, with the on-call group', async () => {
    const calling = await called();
    const { slack, notifier, run, tellAll, escalationId } = calling;
    const due = await adds(calling, { note: 'asked_again', ...about(run.orderId) });
    // It waits for its message, which is told first.
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'later', wait: 0 });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'told' });
    await tellAll();
    const root = inOrderOps(calling.telling).at(-1);
    const [, asked] = slack.thread(ORDER_OPS, root?.ts ?? '');
    expect(JSON.stringify(asked)).toContain('<!subteam^S0ONCALL>');
    expect(asked?.text).toContain(run.orderId);
    const loud = slack.calls('chat.postMessage').filter(({ args }) => args.reply_broadcast);
    expect(loud).toHaveLength(1);
    expect((await calling.outbox.find(escalationPostId(escalationId)))?.ts).toBe(root?.ts);
  });

  it('reminds those who acknowledged in its thread alone', async () => {
    const calling = await called();
    const { slack, notifier, run, tellAll } = calling;
    await tellAll();
    const mentions = [BOB.slackId];
    const due = await adds(calling, { note: 'still_open', ...about(run.orderId), mentions });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'told' });
    const calls = slack.calls('chat.postMessage');
    expect(JSON.stringify(calls.at(-1)?.args)).toContain(`<@${BOB.slackId}>`);
    expect(calls.filter(({ args }) => args.reply_broadcast)).toStrictEqual([]);
  });

  it('asks nobody again who was heard before Slack took the question', async () => {
    const calling = await called();
    const { slack, notifier, run, tellAll, escalations, escalationId } = calling;
    await tellAll();
    const due = await adds(calling, { note: 'asked_again', ...about(run.orderId) });
    await escalations.acknowledge({ escalationId, upTo: 40, by: BOB.slackId });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'told' });
    const root = inOrderOps(calling.telling).at(-1);
    expect(slack.thread(ORDER_OPS, root?.ts ?? '')).toHaveLength(1);
  });

  it('has its thread follow where it was posted anew', async () => {
    const calling = await called();
    const { slack, notifier, run, tellAll, telling } = calling;
    await tellAll();
    slack.deleteMessage(ORDER_OPS, inOrderOps(telling).at(-1)?.ts ?? '');
    const due = await adds(calling, { note: 'asked_again', ...about(run.orderId) });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'later', wait: 0 });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'later', wait: 0 });
    expect(await notifier.tell(due.postId, LATE)).toStrictEqual({ kind: 'told' });
    const root = inOrderOps(telling).at(-1);
    expect(slack.thread(ORDER_OPS, root?.ts ?? '')).toHaveLength(2);
  });
});

describe('A ticket in #order-ops', () => {
  it('is a message with the original order in its thread, piece by piece and whole', async () => {
    const telling = await openTelling();
    const run = await telling.requested();
    await telling.tellAll();
    const pieces = ['{"sku":"<@U1>', '&`*_","n":1}'];
    telling.due.push(...(await puts((trx) => addTicketPosts(trx, run.runId, ORDER_OPS, pieces))));
    await telling.tellAll();
    const [ticket, ...replies] = telling.slack.messages(ORDER_OPS);
    expect(ticket?.text).toContain(`CASE-REINSTATE ${run.orderId}`);
    expect(replies.map(({ threadTs }) => threadTs)).toStrictEqual([ticket?.ts, ticket?.ts]);
    for (const [place, piece] of pieces.entries()) {
      expect(JSON.stringify(replies[place]?.blocks)).toContain(JSON.stringify(piece));
    }
  });
});

describe('A decision that somebody made alone', () => {
  const GLASS = { by: ADA.slackId, at: 0, reason: 'Nobody else is up', roles: ['duty_manager'] };

  it('is told in #order-ops once, and waits there while the channel is closed to the bot', async () => {
    const telling = await openTelling();
    const { slack, notifier } = telling;
    const { runId, orderId } = await telling.requested();
    await telling.tellAll();
    const twice = [1, 2].map(() =>
      puts((trx) => addBreakGlassPost(trx, runId, ORDER_OPS, '2', GLASS)),
    );
    const [due] = await Promise.all(twice);
    if (!due) throw new Error('nothing is due');
    slack.changeChannel(ORDER_OPS, { archived: true });
    expect(await notifier.tell(due.postId, LATE)).toMatchObject({ kind: 'later' });
    slack.changeChannel(ORDER_OPS, { archived: false });
    for (const time of [1, 2]) await notifier.tell(due.postId, { lane: ORDER_OPS, attempt: time });
    const [message, ...more] = inOrderOps(telling);
    expect(more).toStrictEqual([]);
    expect(message?.text).toContain(`Break-glass ${orderId}`);
    expect(JSON.stringify(message?.blocks)).toContain('Nobody else is up');
  });
});
