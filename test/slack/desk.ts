import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { onTestFinished } from 'vitest';
import { overview as overviewOf } from '../../src/cancellations/overview/overview.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import type { Clear } from '../../src/runbook/assessment.js';
import { type LocalSlack, type Message, startLocalSlack } from '../../src/sandbox/slack/index.js';
import type { Desk } from '../../src/slack/desk.js';
import { homes as homesOf } from '../../src/slack/home/homes.js';
import { publishWith } from '../../src/slack/home/publish.js';
import { registerListeners } from '../../src/slack/listeners/index.js';
import { lookTurns } from '../../src/slack/look-turns.js';
import { modalsOf } from '../../src/slack/modals.js';
import { identifyWith } from '../../src/slack/people.js';
import { placesWith } from '../../src/slack/places.js';
import type { Reader } from '../../src/slack/reader.js';
import type { Message as Drawing } from '../../src/slack/render/blocks.js';
import { card } from '../../src/slack/render/card.js';
import { escalationMessage } from '../../src/slack/render/escalation.js';
import { DatabaseWatch } from '../../src/storage/database-watch.js';
import { ALICE, BOB, CAROL, EVE, type World } from '../cancellations/world.js';
import { client as clientOf, FLOOR, socketApp } from '../sandbox/slack/apps.js';

const PEOPLE = { alice: ALICE, bob: BOB, carol: CAROL, eve: EVE };
const UNLIMITED = Number.POSITIVE_INFINITY;
/** Ms. Else the app takes its line for dead and hangs up where the world's clock jumps by hours. */
const NEVER = 7 * 24 * 60 * 60_000;

/** A local Slack where these people are, closed when the test ends. */
export async function slackWithPeople(): Promise<LocalSlack> {
  // The world's clock stands still: a limit would never pass.
  const slack = await startLocalSlack({
    rateLimits: {
      postsPerSecond: UNLIMITED,
      updatesPerMinute: UNLIMITED,
      publishesPerMinute: UNLIMITED,
    },
  });
  onTestFinished(() => slack.close());
  slack.addChannel({ id: FLOOR, name: 'floor' });
  for (const [name, { slackId: id, userId: email }] of Object.entries(PEOPLE)) {
    slack.addPerson({ id, name, email });
  }
  return slack;
}

/** What the listeners work with, in front of this world's durable process. */
export function deskOf({ db, parts, outbox }: World, slack: LocalSlack): Desk {
  const client = clientOf(slack);
  return {
    ...{ parts, outbox, log: parts.log, database: new DatabaseWatch() },
    ...{ homes: homesOf(db), overview: overviewOf(db, () => undefined) },
    ...{ publishHome: publishWith(client), readers: new LRUCache<string, Reader>({ max: 10 }) },
    ...{ places: placesWith(client), modals: modalsOf(client, parts.log) },
    identify: identifyWith(client, slack.teamId, 'email'),
    named: new LRUCache<string, Person>({ max: 10 }),
    looks: new LRUCache<string, Clear>({ max: 10 }),
    lookTurns: lookTurns(),
    commands: new RateLimiterMemory({ points: 100, duration: 60 }),
  };
}

/** People at a local Slack in front of the durable process of this world, through every listener. */
export async function openDesk(world: World) {
  const { parts, shown } = world;
  const slack = await slackWithPeople();
  const client = clientOf(slack);
  const desk = deskOf(world, slack);
  await socketApp(slack, (app) => registerListeners(app, desk), NEVER);

  async function posted({ text, blocks }: Drawing): Promise<Message> {
    const { ts = '' } = await client.chat.postMessage({ channel: FLOOR, text, blocks });
    const message = slack.message(FLOOR, ts);
    if (!message) throw new Error('It was not posted');
    return message;
  }

  return {
    ...{ slack, desk },
    alice: slack.person('alice'),
    bob: slack.person('bob'),
    carol: slack.person('carol'),
    eve: slack.person('eve'),
    /** The run's card, as it stands now. */
    async cardOf({ runId }: Cancellation): Promise<Message> {
      return posted(card(await world.runNow(runId), { rollbackWindow: 7_200_000 }));
    },
    /** The newest escalation, as it stands now, and its id. */
    async escalation(): Promise<{ readonly id: string; readonly message: Message }> {
      const id = shown.all.findLast(({ kind }) => kind === 'escalation')?.runId ?? '';
      const escalation = await parts.escalations.find(id);
      if (!escalation) throw new Error('There is no escalation');
      const runs = new Map<string, Cancellation>();
      for (const { runId = '' } of escalation.entries) runs.set(runId, await world.runNow(runId));
      const message = await posted(escalationMessage(escalation, runs, { links: new Map() }));
      return { id, message };
    },
  };
}
