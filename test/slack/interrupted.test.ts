import { describe, expect, it, onTestFinished } from 'vitest';
import { PLAINLY } from '../../src/seams.js';
import { createSlackApp } from '../../src/slack/app.js';
import { type Clicks, clicks as clicksOf, replyToOf } from '../../src/slack/clicks.js';
import type { Desk } from '../../src/slack/desk.js';
import { homes as homesOf } from '../../src/slack/home/homes.js';
import { answerInterrupted } from '../../src/slack/interrupted.js';
import { introduce } from '../../src/slack/ourselves.js';
import { fetchThrough, type SlackFetch } from '../../src/slack/wire.js';
import { ALICE, ORDER, openWorld, useDatabase, type World } from '../cancellations/world.js';
import { client as clientOf, FLOOR, socketApp } from '../sandbox/slack/apps.js';
import { deskOf, slackWithPeople } from './desk.js';

useDatabase();

const MINUTE = 60_000;

const notes = ({ db }: World) => db.selectFrom('opsguide.clicks').selectAll().execute();

/** The bot's own listeners in front of this world, with these notes; and how many stood at each ack. */
async function listening(
  world: World,
  clicks: Clicks,
  deskIn: (desk: Desk) => Desk = (desk) => desk,
) {
  const slack = await slackWithPeople();
  const desk = deskIn(deskOf(world, slack));
  const known = await introduce(clientOf(slack));
  if (known.kind !== 'known') throw new Error('Slack does not know the bot');
  const notedAtAck: number[] = [];
  const app = await createSlackApp(
    {
      ...{ botToken: slack.botToken, apiUrl: slack.apiUrl },
      transport: { kind: 'socket', appToken: slack.appToken },
    },
    {
      ...{ ourselves: known.ourselves, desk, clicks, fetch: fetchThrough(PLAINLY) },
      async around(name, work) {
        if (name === 'slack ack') notedAtAck.push((await notes(world)).length);
        return work();
      },
    },
    world.parts.log,
  );
  onTestFinished(() => app.stop());
  await app.start();
  return { slack, notedAtAck };
}

describe('A click', () => {
  it('is noted before it is acknowledged, and forgotten once it is answered', async () => {
    const world = await openWorld();
    const { slack, notedAtAck } = await listening(world, clicksOf(world.db, 'one'));
    const alice = slack.person('alice');
    expect(await alice.types(FLOOR, '/cancel-order list')).toMatchObject({ acked: true });
    await alice.message(FLOOR, 'no cancellations');
    expect(notedAtAck).toStrictEqual([1]);
    await expect.poll(() => notes(world)).toStrictEqual([]);
  });

  it('is acknowledged in time where the database takes no note', async () => {
    const world = await openWorld();
    const silent = { ...clicksOf(world.db, 'one'), taken: () => new Promise<never>(() => {}) };
    const { slack, notedAtAck } = await listening(world, silent);
    const alice = slack.person('alice');
    expect(await alice.types(FLOOR, '/cancel-order list')).toMatchObject({ acked: true });
    await alice.message(FLOOR, 'no cancellations');
    expect(notedAtAck).toStrictEqual([0]);
  });

  it('opens its modal first, then looks, and is noted behind both: a trigger runs out', async () => {
    const world = await openWorld();
    const begun: string[] = [];
    const noting: Clicks = {
      ...clicksOf(world.db, 'one'),
      async taken(replyTo) {
        begun.push('note');
        return clicksOf(world.db, 'one').taken(replyTo);
      },
    };
    const { slack, notedAtAck } = await listening(world, noting, (desk) => ({
      ...desk,
      identify(slackId) {
        begun.push('look');
        return desk.identify(slackId);
      },
      modals: {
        ...desk.modals,
        open(...given) {
          begun.push('views.open');
          setImmediate(() => begun.push('a turn later'));
          return desk.modals.open(...given);
        },
      },
    }));
    const command = slack.person('alice').types(FLOOR, `/cancel-order ${ORDER}`);
    expect(await command).toMatchObject({ acked: true });
    expect(begun).toStrictEqual(['views.open', 'a turn later', 'look', 'note']);
    expect(notedAtAck).toStrictEqual([1]);
    await expect.poll(() => notes(world)).toStrictEqual([]);
  });
});

/** Alice's command, acknowledged and noted by a bot that then did nothing more. */
async function interrupted() {
  const world = await openWorld();
  const slack = await slackWithPeople();
  await socketApp(slack, (app) => {
    app.command('/cancel-order', async ({ ack, body }) => {
      const replyTo = replyToOf(body);
      if (replyTo) await clicksOf(world.db, 'dead').taken(replyTo);
      await ack();
    });
  });
  await slack.person('alice').types(FLOOR, '/cancel-order ORD-1001');
  const { modals, log } = deskOf(world, slack);
  const through = (replica: string, fetch: SlackFetch, atStart: boolean) =>
    answerInterrupted(
      { clicks: clicksOf(world.db, replica), modals, homes: homesOf(world.db), fetch, log },
      { atStart },
    );
  return {
    world,
    /** `replica` starts, or looks now and then after what others left. */
    starts: (replica: string, fetch: SlackFetch = fetchThrough(PLAINLY)) =>
      through(replica, fetch, true),
    looks: (replica: string, fetch: SlackFetch = fetchThrough(PLAINLY)) =>
      through(replica, fetch, false),
    answers: () =>
      slack
        .messages(FLOOR)
        .filter(({ ephemeralTo }) => ephemeralTo === ALICE.slackId)
        .map((message) => slack.asText(message)),
  };
}

const answering =
  (status: number): SlackFetch =>
  async () =>
    new Response(null, { status });

describe('A click over which the bot died', () => {
  it('is answered at its next start, once', async () => {
    const { world, starts, answers } = await interrupted();
    await starts('dead');
    await starts('dead');
    expect(answers()).toStrictEqual([expect.stringContaining('interrupted')]);
    expect(await notes(world)).toStrictEqual([]);
  });

  it('is left alone by another replica until no press could take as long', async () => {
    const { world, starts, looks, answers } = await interrupted();
    await starts('alive');
    await looks('alive');
    await world.clock.advance(MINUTE);
    await looks('alive');
    expect(answers()).toStrictEqual([]);
    await world.clock.advance(2 * MINUTE);
    await looks('alive');
    expect(answers()).toStrictEqual([expect.stringContaining('interrupted')]);
    expect(await notes(world)).toStrictEqual([]);
  });

  it.each([429, 503])('is answered later where Slack says %i, for half an hour', async (status) => {
    const { world, starts, looks, answers } = await interrupted();
    await starts('dead', answering(status));
    await world.clock.advance(29 * MINUTE);
    await looks('dead', answering(status));
    expect(await notes(world)).toHaveLength(1);
    await looks('dead');
    expect(answers()).toStrictEqual([expect.stringContaining('interrupted')]);
  });

  it('is forgotten where Slack took no answer for half an hour, or will take none', async () => {
    const { world, starts, looks } = await interrupted();
    await starts('dead', () => Promise.reject(new Error('no way to Slack')));
    await world.clock.advance(31 * MINUTE);
    expect(await notes(world)).toHaveLength(1);
    await looks('dead', answering(503));
    expect(await notes(world)).toStrictEqual([]);
    const another = await interrupted();
    await another.starts('dead', answering(404));
    expect(await notes(another.world)).toStrictEqual([]);
  });
});
