import { WebClient } from '@slack/web-api';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../src/storage/tables.js';
import { asIfKilled, type Log, withMessages } from './log.js';
import { loadRows } from './rows.js';
import type { Scene } from './scene.js';

/**
 * Everything as it was when the process of this log was killed, `downtime` ms ago: what the order
 * service had taken, what stood in Slack, and the rows. Gives the log as it holds in this scene.
 */
export async function bringBack(
  scene: Scene,
  db: Kysely<Tables>,
  recorded: Log,
  downtime: number,
): Promise<Log> {
  const moved = asIfKilled(recorded, downtime);
  scene.addChannel(moved);
  await takeAgain(scene, moved);
  const log = withMessages(moved, await postAgain(scene, moved));
  await loadRows(db, log);
  return log;
}

/** The order, and the POSTs that took effect, each at its own time. */
async function takeAgain({ orders, clock }: Scene, { orderId, orderService }: Log): Promise<void> {
  const { order, taken } = orderService;
  orders.addOrder({ ...order, id: orderId });
  for (const { at, route, key, userId, body } of taken) {
    clock.behind = Date.now() - at;
    const answer = await fetch(`${orders.baseUrl}/api/v2/orders/${orderId}/${route}`, {
      method: 'POST',
      headers: {
        ...{ Authorization: `Bearer ${orders.token}`, 'Content-Type': 'application/json' },
        ...{ 'X-User-ID': userId, 'X-Idempotency-Key': key, 'X-Request-ID': crypto.randomUUID() },
      },
      body,
    });
    if (answer.status !== 202) throw new Error(`Not taken again: ${await answer.text()}`);
  }
  clock.behind = 0;
}

const postedSchema = z.object({ ts: z.string() });

/** The messages, in their order; gives the names that they have now, by those that they had. */
async function postAgain({ slack }: Scene, log: Log): Promise<ReadonlyMap<string, string>> {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  const names = new Map<string, string>();
  for (const { channel, ts, text, threadTs, blocks } of log.slack) {
    const thread = threadTs === undefined ? {} : { thread_ts: names.get(threadTs) };
    const message = { channel, text, ...thread, ...(blocks && { blocks }) };
    names.set(ts, postedSchema.parse(await client.apiCall('chat.postMessage', message)).ts);
  }
  return names;
}
