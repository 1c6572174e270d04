import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { cardId } from '../../src/cancellations/telling/outbox.js';
import { ADA } from './render/runs.js';
import { ELSEWHERE, FLOOR, openTelling, useDatabase } from './telling.js';

useDatabase();

const FIRST = (lane: string) => ({ lane, attempt: 1 });

describe('What waits for a card', () => {
  /** A requested run with one post for its thread, none of it told yet. */
  async function requested() {
    const telling = await openTelling();
    const { runId } = await telling.requested();
    const [, thread] = telling.due;
    if (!thread) throw new Error('no thread post is due');
    return { ...telling, runId, thread: thread.postId };
  }

  it('is given up with it, and holds its lane no longer', async () => {
    const { notifier, outbox, runId, thread } = await requested();
    await outbox.giveUp(cardId(runId), 1);
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect((await outbox.untold(100)).map(({ postId }) => postId)).not.toContain(thread);
  });

  it('has a card that is gone from another channel told anew there, and follows it', async () => {
    const { slack, notifier, records, due, runId, thread } = await requested();
    await records.moveCard(runId, ELSEWHERE);
    await notifier.tell(cardId(runId), FIRST(ELSEWHERE));
    const [card] = slack.messages(ELSEWHERE);
    slack.deleteMessage(ELSEWHERE, card?.ts ?? '');

    due.length = 0;
    expect(await notifier.tell(thread, FIRST(FLOOR))).toMatchObject({ kind: 'later' });
    expect(due).toMatchObject([{ postId: cardId(runId), channel: ELSEWHERE }]);
    await notifier.tell(cardId(runId), FIRST(ELSEWHERE));
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    const [anew, reply] = slack.messages(ELSEWHERE);
    expect(reply?.threadTs).toBe(anew?.ts);
    expect(slack.messages(FLOOR)).toStrictEqual([]);
  });

  it('leaves a card that was moved to the lane of its new channel', async () => {
    const { slack, notifier, records, runId } = await requested();
    await records.moveCard(runId, ELSEWHERE);
    expect(await notifier.tell(cardId(runId), FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect(slack.messages(ELSEWHERE)).toStrictEqual([]);
  });

  it('follows it into a direct message where the channel is closed', async () => {
    const { slack, tellAll, runId, outbox } = await requested();
    slack.changeChannel(FLOOR, { archived: true });
    await tellAll();
    const [card, reply] = slack.directMessages(ADA.slackId);
    expect(card?.ts).toBe((await outbox.find(cardId(runId)))?.ts);
    expect(reply?.threadTs).toBe(card?.ts);
  });

  it('is given up after some minutes where Slack refuses it for a reason nobody knows', async () => {
    const { slack, notifier, runId } = await requested();
    slack.faults.webApi('chat.postMessage', { error: 'never_heard_of' });
    const tell = (attempt: number) => notifier.tell(cardId(runId), { lane: FLOOR, attempt });
    expect(await tell(1)).toMatchObject({ kind: 'later' });
    expect(await tell(30)).toStrictEqual({ kind: 'told' });
  });
});

describe('A card that moves on', () => {
  it('is due once while its telling waits, which draws the newest', async () => {
    const { slack, due, records, requested, fails, tellAll } = await openTelling();
    const run = await requested();
    await fails(run, 'unexpected_reply');
    expect(due.filter(({ postId }) => postId === cardId(run.runId))).toHaveLength(1);
    await tellAll();
    const cards = slack.messages(FLOOR).filter(({ threadTs }) => threadTs === undefined);
    expect(cards).toHaveLength(1);
    expect((await records.find(run.runId))?.state).toBe('troubled');
    expect(JSON.stringify(cards)).toContain('unexpected_reply');
  });

  it.each([
    ['posted', false],
    ['edited', true],
  ])('while it is %s is told by that telling too, for no other is due', async (_, isThere) => {
    const { slack, due, outbox, records, notifier, requested, fails, tellAll } =
      await openTelling();
    const run = await requested();
    const postId = cardId(run.runId);
    if (isThere) {
      await tellAll();
      await records.redraw(run.runId);
    }
    due.length = 0;
    vi.spyOn(outbox, 'told').mockImplementationOnce(async (...told) => {
      await fails(run, 'unexpected_reply');
      return outbox.told(...told);
    });
    let told = await notifier.tell(postId, FIRST(FLOOR));
    while (told.kind === 'later') told = await notifier.tell(postId, FIRST(FLOOR));
    expect(due.filter((one) => one.postId === postId)).toStrictEqual([]);
    const untold = await outbox.untold(100);
    expect(untold.filter((one) => one.postId === postId)).toStrictEqual([]);
    expect(JSON.stringify(slack.messages(FLOOR))).toContain('unexpected_reply');
  });
});

describe('A move that has a post in the thread', () => {
  /** A requested run, all told, that has moved on since: its card and a post wait to be told. */
  async function moved() {
    const telling = await openTelling();
    const { runId } = await telling.requested();
    await telling.tellAll();
    await telling.records.move(runId, (run, at) => ({
      ...{ run: { ...run, reason: 'changed_since' }, audit: [] },
      thread: [{ milestone: 'expiring', at, mentions: [] }],
    }));
    const [thread, ...more] = telling.due;
    if (!thread || more.length > 0) throw new Error('not the post alone is due');
    return { ...telling, runId, thread: thread.postId };
  }

  it('has its card drawn anew before the post, by the one telling', async () => {
    const { slack, notifier, outbox, thread } = await moved();
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect(await outbox.untold(100)).toStrictEqual([]);
    const [card] = slack.messages(FLOOR);
    expect(JSON.stringify(card?.blocks)).toContain('changed_since');
    expect(slack.messages(FLOOR).at(-1)?.threadTs).toBe(card?.ts);
  });

  it('waits with the post for its card, where Slack does not take that yet', async () => {
    const { slack, notifier, thread } = await moved();
    const before = slack.messages(FLOOR).length;
    slack.faults.webApi('chat.update', { error: 'internal_error' }, { times: 1 });
    expect(await notifier.tell(thread, FIRST(FLOOR))).toMatchObject({ kind: 'later' });
    expect(slack.messages(FLOOR)).toHaveLength(before);
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect(slack.messages(FLOOR)).toHaveLength(before + 1);
  });

  it('has the post told all the same where Slack never takes the card’s newest drawing', async () => {
    const { slack, notifier, outbox, thread } = await moved();
    const before = slack.messages(FLOOR).length;
    slack.faults.webApi('chat.update', { error: 'never_heard_of' });
    const lastTry = { lane: FLOOR, attempt: 30 };
    expect(await notifier.tell(thread, lastTry)).toStrictEqual({ kind: 'told' });
    expect(slack.messages(FLOOR)).toHaveLength(before + 1);
    expect(await outbox.untold(100)).toStrictEqual([]);
  });
});

describe('A post that Slack took', () => {
  it('is not posted again where the database is away at its recording', async () => {
    const { slack, notifier, outbox, requested } = await openTelling();
    const { runId } = await requested();
    const away = vi.spyOn(outbox, 'told').mockRejectedValueOnce(new Error('the database is away'));
    expect(await notifier.tell(cardId(runId), FIRST(FLOOR))).toMatchObject({ kind: 'later' });
    expect(slack.messages(FLOOR)).toHaveLength(1);

    away.mockRestore();
    expect(await notifier.tell(cardId(runId), FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    const [card, ...more] = slack.messages(FLOOR);
    expect(more).toStrictEqual([]);
    expect((await outbox.find(cardId(runId)))?.ts).toBe(card?.ts);
  });

  it('is told to come later where the channel has had its share, and holds nothing meanwhile', async () => {
    const { impatient, requested } = await openTelling();
    const told: unknown[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      const { runId } = await requested();
      told.push((await impatient.tell(cardId(runId), FIRST(FLOOR))).kind);
    }
    expect(told).toStrictEqual(['told', 'told', 'told', 'early']);
  });

  it('waits no longer where the clock was set back meanwhile', async () => {
    const { impatient, requested } = await openTelling();
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    for (let nth = 0; nth < 3; nth += 1) {
      const { runId } = await requested();
      await impatient.tell(cardId(runId), FIRST(FLOOR));
    }
    const { runId } = await requested();
    vi.setSystemTime(Date.now() - 3 * 60 * 60_000);
    expect(await impatient.tell(cardId(runId), FIRST(FLOOR))).toStrictEqual({
      kind: 'early',
      wait: 3_000,
    });
  });
});

describe('An edit that may lie over a newer one', () => {
  it('is drawn over again where another replica has overtaken it, so that the card says what the record says', async () => {
    const { slack, notifier, outbox, records, requested, tellAll } = await openTelling();
    const run = await requested();
    await tellAll();
    const card = () => slack.messages(FLOOR).find(({ threadTs }) => threadTs === undefined);
    const first = card();
    await records.redraw(run.runId);

    // This replica is paused before its edit goes out; meanwhile another one tells all there is.
    const told = vi.spyOn(outbox, 'told').mockImplementationOnce(async (postId, version, ...at) => {
      await outbox.told(postId, version, ...at);
      return outbox.told(postId, version, ...at);
    });
    await notifier.tell(cardId(run.runId), FIRST(FLOOR));
    expect(told).toHaveBeenCalledTimes(3);
    const untold = await outbox.untold(100);
    expect(untold).toMatchObject([{ postId: cardId(run.runId), channel: FLOOR }]);

    await notifier.tell(cardId(run.runId), FIRST(FLOOR));
    expect(await outbox.untold(100)).toStrictEqual([]);
    expect(card()?.ts).toBe(first?.ts);
  });

  it('is drawn over again where nobody knows whether Slack took it, too', async () => {
    const { slack, notifier, outbox, records, requested, tellAll } = await openTelling();
    const { runId } = await requested();
    await tellAll();
    await records.redraw(runId);
    const post = await outbox.find(cardId(runId));
    if (!post?.ts) throw new Error('The card is not there');

    const { channel, ts, wanted, postId } = post;
    slack.faults.webApi('chat.update', { breakConnection: 'after_effect' }, { times: 1 });
    const find = vi.spyOn(outbox, 'find').mockResolvedValueOnce(post);
    await outbox.told(postId, wanted, channel, ts);
    await notifier.tell(postId, FIRST(FLOOR));
    expect(find).toHaveBeenCalledTimes(2);
    expect(await outbox.untold(100)).toMatchObject([{ postId, version: wanted + 1 }]);
  });

  it('is drawn over once more when it can no longer be on its way: it may land behind the newer one', async () => {
    const { slack, notifier, outbox, records, requested, tellAll } = await openTelling();
    const { runId } = await requested();
    await tellAll();
    await records.redraw(runId);
    const postId = cardId(runId);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    slack.faults.webApi('chat.update', { breakConnection: 'after_effect' }, { times: 1 });
    await notifier.tell(postId, FIRST(FLOOR));
    await tellAll();
    expect(await outbox.untold(100)).toStrictEqual([]);

    await vi.advanceTimersByTimeAsync(20_000);
    await expect.poll(() => outbox.untold(100)).toMatchObject([{ postId, channel: FLOOR }]);
    await expect.poll(() => tellAll().then(() => outbox.untold(100))).toStrictEqual([]);
  });
});
