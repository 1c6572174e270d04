import { expect, it } from 'vitest';
import { look } from '../../src/cancellations/request/look.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import { lookAs } from '../../src/slack/look-as.js';
import { ALICE, BOB, EVE, ORDER, openWorld, useDatabase } from '../cancellations/world.js';
import { deskOf, slackWithPeople } from './desk.js';

useDatabase();

/** A desk at which nobody learns who somebody is before `answers`, and with whom its looks began. */
async function deskWithSilentSlack() {
  const world = await openWorld();
  const slack = await slackWithPeople();
  const desk = deskOf(world, slack);
  let answers = () => {};
  const silence = new Promise<void>((resolve) => {
    answers = resolve;
  });
  const begun: Person[] = [];
  const looks = (slackId: string) =>
    lookAs(
      {
        ...desk,
        async identify(id) {
          await silence;
          return desk.identify(id);
        },
      },
      slackId,
      (person) => {
        begun.push(person);
        return look(world.parts, ORDER, person);
      },
    );
  return { ...{ desk, slack, looks, begun }, answers: () => answers() };
}

it('A first look waits until Slack has named the person, and their next one begins at once', async () => {
  const { looks, begun, answers } = await deskWithSilentSlack();
  const first = looks(ALICE.slackId);
  expect(begun).toStrictEqual([]);
  answers();
  await expect(first).resolves.toMatchObject({ person: ALICE, found: { kind: 'clear' } });
  expect(begun).toStrictEqual([ALICE]);
  const next = looks(ALICE.slackId);
  expect(begun).toStrictEqual([ALICE, ALICE]);
  await expect(next).resolves.toMatchObject({ person: ALICE, found: { kind: 'clear' } });
  expect(begun).toHaveLength(2);
});

it('Whoever has become a guest since then is refused, and is shown nothing of what was found', async () => {
  const { desk, slack, looks, begun, answers } = await deskWithSilentSlack();
  desk.named.set(ALICE.slackId, ALICE);
  slack.changePerson('alice', { isRestricted: true });
  const looked = looks(ALICE.slackId);
  expect(begun).toStrictEqual([ALICE]);
  answers();
  await expect(looked).resolves.toStrictEqual({ kind: 'refused', code: 'guest' });
  expect(desk.named.has(ALICE.slackId)).toBe(false);
});

it('For a guest whom Slack never named otherwise nothing is looked at', async () => {
  const { slack, looks, begun, answers } = await deskWithSilentSlack();
  slack.changePerson('alice', { isRestricted: true });
  const looked = looks(ALICE.slackId);
  answers();
  await expect(looked).resolves.toStrictEqual({ kind: 'refused', code: 'guest' });
  expect(begun).toStrictEqual([]);
});

it('Whoever has another address since then sees what that one may see', async () => {
  const { desk, looks, begun, answers } = await deskWithSilentSlack();
  const before = { ...BOB, slackId: EVE.slackId };
  desk.named.set(EVE.slackId, before);
  const looked = looks(EVE.slackId);
  answers();
  await expect(looked).resolves.toMatchObject({ person: EVE, found: { kind: 'not_entitled' } });
  expect(begun).toStrictEqual([before, EVE]);
});
