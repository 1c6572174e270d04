import { expect, it } from 'vitest';
import { useSeeds } from './seeds.js';

const play = useSeeds();

it.each([3, 17, 31, 58, 104, 215])('seed %i is replayed exactly', async (seed) => {
  const first = await play(seed);
  const again = await play(seed);
  expect(again.trace).toStrictEqual(first.trace);
  expect(again.fingerprint).toBe(first.fingerprint);
  expect(again.figures).toStrictEqual(first.figures);
});

it('two seeds go two ways', async () => {
  expect((await play(1)).fingerprint).not.toBe((await play(2)).fingerprint);
});
