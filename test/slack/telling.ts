import { setTimeout as pause } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import type { Kysely, Transaction } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, onTestFinished } from 'vitest';
import { type Cancellation, requestOf } from '../../src/cancellations/run/record.js';
import { records as recordsOf } from '../../src/cancellations/run/records.js';
import type { Notifier } from '../../src/cancellations/telling/notifier.js';
import { type Due, outbox as outboxOf } from '../../src/cancellations/telling/outbox.js';
import { escalations as escalationsOf } from '../../src/cancellations/trouble/escalations.js';
import type { FailureCode } from '../../src/runbook/failures.js';
import { startLocalSlack } from '../../src/sandbox/slack/index.js';
import { placesWith } from '../../src/slack/places.js';
import { poster } from '../../src/slack/poster.js';
import type { Tables } from '../../src/storage/tables.js';
import { emptyDatabase } from '../cancellations/database.js';
import { ADA, awaiting, BOB, KEY } from './render/runs.js';

export const FLOOR = 'CFLOOR';
export const ELSEWHERE = 'CELSEWHERE';
export const PRIVATE = 'CPRIVATE';
export const ORDER_OPS = 'CORDEROPS';

let db: Kysely<Tables>;

/** Opens the file's database, and empties it of what is told after each test. */
export function useDatabase(): void {
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await emptyDatabase());
  });
  afterEach(async () => {
    for (const table of ['posts', 'escalated', 'escalations', 'cancellations'] as const) {
      await db.deleteFrom(`opsguide.${table}`).execute();
    }
  });
  afterAll(() => close());
}

/** The poster between the real outbox and a local Slack, where a test says whose turn it is. */
export async function openTelling() {
  const slack = await startLocalSlack();
  onTestFinished(() => slack.close());
  slack.addPerson({ id: ADA.slackId, name: 'ada' });
  slack.addPerson({ id: BOB.slackId, name: 'bob' });
  slack.addChannel({ id: FLOOR, name: 'floor' });
  slack.addChannel({ id: ELSEWHERE, name: 'elsewhere' });
  slack.addChannel({ id: PRIVATE, name: 'private', private: true, botIsMember: true });
  slack.addChannel({ id: ORDER_OPS, name: 'order-ops', members: [BOB.slackId] });

  const due: Due[] = [];
  const logged: string[] = [];
  const call = { channel: ORDER_OPS, ackTimeout: 1 };
  const woken = async (what: { readonly due: readonly Due[] }) => void due.push(...what.due);
  const records = recordsOf(db, call, woken);
  const escalations = escalationsOf(db, call, woken);
  const outbox = outboxOf(db);
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const impatient = poster({
    ...{ client, records, escalations, outbox, wake: woken, places: placesWith(client) },
    ...{ orderOpsChannel: ORDER_OPS, rollbackWindow: 7_200_000, mention: 'S0ONCALL' },
    log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
  });

  /** Waits where a channel has had its share, as the lane does. */
  const notifier: Notifier = {
    async tell(...what) {
      for (;;) {
        const told = await impatient.tell(...what);
        if (told.kind !== 'early') return told;
        await pause(told.wait);
      }
    },
  };

  /** A request whose card is told in this channel, with the posts that came with it. */
  async function requested(cardTo = FLOOR): Promise<Cancellation> {
    const runId = crypto.randomUUID();
    const run = awaiting({ runId, orderId: `ORD-${runId.slice(0, 8)}` });
    await records.request((at) => ({
      ...{ run, audit: [], cardTo },
      thread: [{ milestone: 'second_person_needed', at, mentions: [] }],
    }));
    return run;
  }

  /** The run is in trouble, and #order-ops is called. */
  async function fails(run: Cancellation, code: FailureCode): Promise<void> {
    const body = { reason: run.reason, notes: 'Cancelled via OpsGuide', notify_stakeholders: true };
    await records.move(run.runId, (now, at) => ({
      audit: [],
      run: {
        ...{ ...requestOf(now), state: 'troubled' },
        intent: { key: KEY, body, actor: ADA, recordedAt: at },
        trouble: {
          ...{ number: 1, level: 3, code, detail: 'said upstream', at, known: 'unknown' },
          ...{ tried: [], goOn: 'send' },
        },
      },
    }));
  }

  /** Tells what is due, each in its lane, until nothing is; waits are not waited for. */
  async function tellAll(): Promise<void> {
    for (let next = due.shift(); next; next = due.shift()) {
      const { postId, channel: lane } = next;
      const told = await notifier.tell(postId, { lane, attempt: 1 });
      if (told.kind === 'later') due.push(next);
    }
  }

  const told = { notifier, impatient, requested, fails, tellAll };
  return { slack, due, logged, records, escalations, outbox, ...told };
}

/** Something is put into the outbox beside any run's move. */
export async function puts<T>(what: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().execute(what);
}
