import { describe, expect, it } from 'vitest';
import { lookTurns } from '../../src/slack/look-turns.js';

const NEVER = 60_000;

/** Looks by their numbers, which end when they are told to. */
function looks(turns: ReturnType<typeof lookTurns>, count: number) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const settled = Array.from({ length: count }, (_, number) =>
    turns(async () => {
      begun.push(number);
      await new Promise<void>((end) => {
        ends[number] = end;
      });
      return number;
    }),
  );
  return { begun, settled, end: (number: number) => ends[number]?.() };
}

/** Until everything that can go on has gone on. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Looks', () => {
  it('begin first come first served, some together, and the next when one is done', async () => {
    const { begun, settled, end } = looks(lookTurns({ atOnce: 2, holds: NEVER }), 4);
    await rest();
    expect(begun).toStrictEqual([0, 1]);
    end(1);
    expect(await settled[1]).toBe(1);
    await rest();
    expect(begun).toStrictEqual([0, 1, 2]);
    for (const number of [0, 2]) end(number);
    await Promise.all([settled[0], settled[2]]);
    await rest();
    end(3);
    expect(await Promise.all(settled)).toStrictEqual([0, 1, 2, 3]);
  });

  it('hold nobody up for long where the order service is slow', async () => {
    const { begun, settled, end } = looks(lookTurns({ atOnce: 1, holds: 1 }), 3);
    await expect.poll(() => begun, { timeout: 20_000 }).toStrictEqual([0, 1, 2]);
    for (const number of [0, 1, 2]) end(number);
    expect(await Promise.all(settled)).toStrictEqual([0, 1, 2]);
  });

  it('that fail are told of, and make room', async () => {
    const turns = lookTurns({ atOnce: 1, holds: NEVER });
    const failing = turns(async () => {
      throw new Error('of no use');
    });
    const next = turns(async () => 'looked');
    await expect(failing).rejects.toThrow('of no use');
    expect(await next).toBe('looked');
  });
});
