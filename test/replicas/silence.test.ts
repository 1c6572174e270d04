import { describe, expect, it } from 'vitest';
import {
  type Beat,
  isFresh,
  type Look,
  looked,
  rowless,
  silent,
} from '../../src/replicas/silence.js';

const LIMIT = 10_000;
const GAP = 5_000;

const beat = (replicaId: string, beats: number, incarnation = 'first'): Beat => ({
  ...{ replicaId, beats, incarnation },
});

/** Looks every 2 s; each is given what it sees. */
function lookingAt(...seen: readonly (readonly Beat[])[]): Look {
  let look: Look | undefined;
  for (const [place, beats] of seen.entries()) look = looked(look, beats, place * 2_000, GAP);
  if (!look) throw new Error('Nobody looked');
  return look;
}

const names = (dead: readonly Beat[]) => dead.map(({ replicaId }) => replicaId);

describe('A replica is silent', () => {
  const still = Array.from({ length: 6 }, () => [beat('one', 7), beat('me', 1)]);

  it('once its beat stood still before our eyes for the whole limit', () => {
    expect(names(silent(lookingAt(...still), 'me', LIMIT))).toStrictEqual(['one']);
    expect(names(silent(lookingAt(...still.slice(1)), 'me', LIMIT))).toStrictEqual([]);
  });

  it('but not where it beat in between, however late', () => {
    const late = still.with(-1, [beat('one', 8)]);
    expect(silent(lookingAt(...late), 'me', LIMIT)).toStrictEqual([]);
  });

  it('but not where a new process began under its name', () => {
    const anew = still.with(-1, [beat('one', 7, 'second')]);
    expect(silent(lookingAt(...anew), 'me', LIMIT)).toStrictEqual([]);
  });

  it('but not after a gap in which nobody looked: the database was away for all', () => {
    const before = lookingAt(...still.slice(1));
    const after = looked(before, [beat('one', 7)], before.at + 60_000, GAP);
    expect(silent(after, 'me', LIMIT)).toStrictEqual([]);
    const soon = looked(after, [beat('one', 7)], after.at + 4_000, GAP);
    const later = looked(soon, [beat('one', 7)], soon.at + 4_000, GAP);
    expect(silent(later, 'me', LIMIT)).toStrictEqual([]);
    const latest = looked(later, [beat('one', 7)], later.at + 4_000, GAP);
    expect(names(silent(latest, 'me', LIMIT))).toStrictEqual(['one']);
  });

  it('and gone from sight once its row is', () => {
    expect(silent(lookingAt(...still, []), 'me', LIMIT)).toStrictEqual([]);
  });
});

it('Work whose holder has no row is nobody’s', () => {
  const look = lookingAt([beat('one', 7)]);
  expect(rowless(['one', 'gone', 'one/not-run'], look)).toStrictEqual(['gone', 'one/not-run']);
});

describe('A beat is good to act upon', () => {
  const began = { monotonic: 1_000, wall: 5_000_000 };
  const later = (monotonic: number, wall = monotonic) => ({
    monotonic: began.monotonic + monotonic,
    wall: began.wall + wall,
  });

  it.each([
    ['while it is younger than the limit', later(9_999), true],
    ['no more at the limit', later(10_000), false],
    ['no more where the machine slept, and its monotonic clock with it', later(5, 60_000), false],
    ['no more where the wall clock was set back', later(5, -3_600_000), false],
  ])('%s', (_, now, good) => {
    expect(isFresh(began, now, LIMIT)).toBe(good);
  });
});
