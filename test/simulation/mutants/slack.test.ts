import { expect, it, vi } from 'vitest';
import { useSeeds } from '../seeds.js';
import { bites } from './bites.js';

const broken = vi.hoisted(() => ({ on: '' }));

vi.mock(import('../../../src/cancellations/telling/outbox.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    async redrawCard(trx, runId, to) {
      if (broken.on !== 'the card is not drawn anew' || to) return real.redrawCard(trx, runId, to);
      const { wanted, channel } = await trx
        .selectFrom('opsguide.posts')
        .select(['wanted', 'channel'])
        .where('post_id', '=', real.cardId(runId))
        .executeTakeFirstOrThrow();
      return { postId: real.cardId(runId), version: wanted, channel, isWaiting: false };
    },
  };
});

vi.mock(import('../../../src/slack/poster.js'), async (original) => {
  const { poster } = await original();
  return {
    poster(telling) {
      const real = poster(telling);
      return {
        async tell(postId, turn) {
          const post = await telling.outbox.find(postId);
          if (broken.on === 'a thread is not told' && post?.kind === 'thread')
            return { kind: 'told' };
          const told = await real.tell(postId, turn);
          if (
            broken.on === 'a post is told twice' &&
            told.kind === 'told' &&
            post?.kind === 'thread'
          ) {
            await telling.outbox.isGone(postId);
            await real.tell(postId, { ...turn, attempt: turn.attempt + 1 });
          }
          return told;
        },
      };
    },
  };
});

vi.mock(import('../../../src/slack/press.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    onPress(app, desk, actionId, act) {
      if (broken.on !== 'a press is not answered') return real.onPress(app, desk, actionId, act);
      app.action(actionId, async ({ ack }) => ack());
    },
  };
});

const play = useSeeds();

it.each([
  ['the card is not drawn anew', 'the card’s last state is the record’s'],
  ['a thread is not told', 'everything is told'],
  ['a post is told twice', 'nothing is told twice'],
  ['a press is not answered', 'no click without an answer'],
] as const)('«%s» breaks «%s»', { timeout: 300_000 }, async (mutant, invariant) => {
  await bites(play, broken, mutant, invariant);
  expect.hasAssertions();
});
