import { expect, it } from 'vitest';
import { lookAs } from '../../src/slack/look-as.js';
import { ALICE, BOB, EVE, ORDER, openWorld, useDatabase } from '../cancellations/world.js';
import { deskOf, slackWithPeople } from './desk.js';
import { patiently } from './home-stage.js';

useDatabase();

const READS = ['roles', 'status', 'dependencies', 'metadata', 'preview'];

/** A desk at which nobody learns who somebody is before `answers`. */
async function deskWithSilentSlack() {
  const world = await openWorld();
  const slack = await slackWithPeople();
  const desk = deskOf(world, slack);
  let answers = () => {};
  const silence = new Promise<void>((resolve) => {
    answers = resolve;
  });
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
      ORDER,
    );
  const askedFor = ({ userId }: { readonly userId: string }) =>
    world.service.calls({ userId }).map(({ route }) => route);
  return { ...{ desk, slack, looks, askedFor }, answers: () => answers() };
}

it('A look of somebody whom Slack named before begins beside the question who they are', async () => {
  const { desk, looks, askedFor, answers } = await deskWithSilentSlack();
  desk.named.set(ALICE.slackId, ALICE);
  const looked = looks(ALICE.slackId);
  await patiently(async () => askedFor(ALICE).toSorted()).toStrictEqual(READS.toSorted());
  answers();
  await expect(looked).resolves.toMatchObject({ kind: 'looked', assessment: { kind: 'clear' } });
  expect(askedFor(ALICE)).toHaveLength(READS.length);
});

it('A first look waits until Slack has named the person, and the next one does not', async () => {
  const { desk, looks, askedFor, answers } = await deskWithSilentSlack();
  const looked = looks(ALICE.slackId);
  expect(askedFor(ALICE)).toStrictEqual([]);
  answers();
  await expect(looked).resolves.toMatchObject({ person: ALICE });
  expect(desk.named.get(ALICE.slackId)).toStrictEqual(ALICE);
});

it('Whoever has become a guest since then is refused, and is shown nothing of what was found', async () => {
  const { desk, slack, looks, answers } = await deskWithSilentSlack();
  desk.named.set(ALICE.slackId, ALICE);
  slack.changePerson('alice', { isRestricted: true });
  const looked = looks(ALICE.slackId);
  answers();
  await expect(looked).resolves.toStrictEqual({ kind: 'refused', code: 'guest' });
  expect(desk.named.has(ALICE.slackId)).toBe(false);
});

it('Whoever has another address since then sees what that one may see', async () => {
  const { desk, looks, askedFor, answers } = await deskWithSilentSlack();
  desk.named.set(EVE.slackId, { ...BOB, slackId: EVE.slackId });
  const looked = looks(EVE.slackId);
  answers();
  const assessment = { kind: 'not_entitled' };
  await expect(looked).resolves.toMatchObject({ person: EVE, assessment });
  expect(askedFor(EVE)).toContain('roles');
});
