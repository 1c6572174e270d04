import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { records as recordsOf } from '../../src/cancellations/run/records.js';
import { cardId, type Due, outbox as outboxOf } from '../../src/cancellations/telling/outbox.js';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/index.js';
import { placesWith } from '../../src/slack/places.js';
import { poster } from '../../src/slack/poster.js';
import { memoryDatabase } from '../cancellations/database.js';
import { awaiting } from './render/runs.js';

const FLOOR = 'CFLOOR';
const ELSEWHERE = 'CELSEWHERE';
const FIRST = (lane: string) => ({ lane, attempt: 1 });

describe('What waits for a card', () => {
  let slack: LocalSlack;
  let database: Awaited<ReturnType<typeof memoryDatabase>>;
  let due: Due[] = [];

  beforeAll(async () => {
    [slack, database] = await Promise.all([startLocalSlack(), memoryDatabase()]);
    slack.addPerson({ id: awaiting().requester.slackId, name: 'ada' });
    slack.addChannel({ id: FLOOR, name: 'floor' });
    slack.addChannel({ id: ELSEWHERE, name: 'elsewhere' });
  });
  afterAll(() => Promise.all([slack.close(), database.close()]));
  beforeEach(() => {
    due = [];
  });

  /** A requested run with one post for its thread, none of it told yet. */
  async function requested() {
    const { db } = database;
    const records = recordsOf(db, async (more) => void due.push(...more));
    const outbox = outboxOf(db);
    const client = new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
    });
    const log = pino({ level: 'silent' });
    const telling = { client, records, outbox, places: placesWith(client), log };
    const notifier = poster({ ...telling, orderOpsChannel: ELSEWHERE, rollbackWindow: 7_200_000 });
    const runId = crypto.randomUUID();
    const run = awaiting({ runId, orderId: `ORD-${runId.slice(0, 8)}` });
    await records.request((at) => ({
      ...{ run, audit: [], cardTo: FLOOR },
      thread: [{ milestone: 'second_person_needed', at, mentions: [] }],
    }));
    const [, thread] = due;
    if (!thread) throw new Error('no thread post is due');
    return { ...telling, notifier, runId, thread: thread.postId };
  }

  it('is given up with it, and holds its lane no longer', async () => {
    const { notifier, outbox, runId, thread } = await requested();
    await outbox.giveUp(cardId(runId), 1);
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect((await outbox.untold(100)).map(({ postId }) => postId)).not.toContain(thread);
  });

  it('has a card that is gone from another channel told anew there, and follows it', async () => {
    const { notifier, records, runId, thread } = await requested();
    await records.moveCard(runId, ELSEWHERE);
    await notifier.tell(cardId(runId), FIRST(ELSEWHERE));
    const [card] = slack.messages(ELSEWHERE);
    slack.deleteMessage(ELSEWHERE, card?.ts ?? '');

    due = [];
    expect(await notifier.tell(thread, FIRST(FLOOR))).toMatchObject({ kind: 'later' });
    expect(due).toMatchObject([{ postId: cardId(runId), channel: ELSEWHERE }]);
    await notifier.tell(cardId(runId), FIRST(ELSEWHERE));
    expect(await notifier.tell(thread, FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    const [anew, reply] = slack.messages(ELSEWHERE);
    expect(reply?.threadTs).toBe(anew?.ts);
    expect(slack.messages(FLOOR)).toStrictEqual([]);
  });

  it('leaves a card that was moved to the lane of its new channel', async () => {
    const { notifier, records, runId } = await requested();
    await records.moveCard(runId, ELSEWHERE);
    const before = slack.messages(ELSEWHERE).length;
    expect(await notifier.tell(cardId(runId), FIRST(FLOOR))).toStrictEqual({ kind: 'told' });
    expect(slack.messages(ELSEWHERE)).toHaveLength(before);
  });
});
