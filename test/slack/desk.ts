import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import type { Clear } from '../../src/runbook/assessment.js';
import type { LocalSlack, Message } from '../../src/sandbox/slack/index.js';
import { registerListeners } from '../../src/slack/listeners/index.js';
import { modalsOf } from '../../src/slack/modals.js';
import { identifyWith } from '../../src/slack/people.js';
import { placesWith } from '../../src/slack/places.js';
import type { Message as Drawing } from '../../src/slack/render/blocks.js';
import { card } from '../../src/slack/render/card.js';
import { escalationMessage } from '../../src/slack/render/escalation.js';
import { ALICE, BOB, CAROL, EVE, openWorld, type WorldOptions } from '../cancellations/world.js';
import { client as clientOf, FLOOR, localSlack, socketApp } from '../sandbox/slack/apps.js';

/** The durable process with its real parts, and people at a local Slack in front of it. */
export async function openDesk(options: WorldOptions = {}) {
  const [world, slack] = await Promise.all([openWorld(options), localSlack()]);
  for (const { slackId, userId } of [ALICE, BOB, CAROL, EVE]) {
    slack.addPerson({ id: slackId, name: slackId.slice(2).toLowerCase() + '_', email: userId });
  }
  const client = clientOf(slack);
  const { parts, outbox } = world;
  await socketApp(slack, (app) =>
    registerListeners(app, {
      ...{ parts, outbox, places: placesWith(client), log: parts.log },
      modals: modalsOf(client, parts.log),
      identify: identifyWith(client, slack.teamId, 'email'),
      looks: new LRUCache<string, Clear>({ max: 10 }),
      commands: new RateLimiterMemory({ points: 100, duration: 60 }),
    }),
  );

  async function posted({ text, blocks }: Drawing): Promise<Message> {
    const { ts = '' } = await client.chat.postMessage({ channel: FLOOR, text, blocks });
    const message = slack.message(FLOOR, ts);
    if (!message) throw new Error('It was not posted');
    return message;
  }

  return {
    ...{ world, slack, client },
    alice: slack.person(ALICE.slackId),
    bob: slack.person(BOB.slackId),
    carol: slack.person(CAROL.slackId),
    eve: slack.person(EVE.slackId),
    /** The run's card as it stands now. */
    cardOf: (run: Cancellation) => posted(card(run, { rollbackWindow: 7_200_000 })),
    /** The escalation of these runs as it stands now. */
    async escalationOf(...runs: readonly Cancellation[]): Promise<Message> {
      const post = world.shown.all.findLast(({ kind }) => kind === 'escalation');
      const escalation = await parts.escalations.find(post?.runId ?? '');
      if (!escalation) throw new Error('There is no escalation');
      const byId = new Map(runs.map((run) => [run.runId, run]));
      return posted(escalationMessage(escalation, byId, { links: new Map() }));
    },
    posted,
  };
}

/** The answers that one person alone sees, as plain lines, oldest first. */
export function answersTo(slack: LocalSlack, slackId: string): readonly string[] {
  return slack
    .messages(FLOOR)
    .filter(({ ephemeralTo }) => ephemeralTo === slackId)
    .map((message) => slack.asText(message));
}
