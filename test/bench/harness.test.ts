import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/arguments.js';
import { each } from '../../bench/harness/acts.js';
import { orderIn, written } from '../../bench/harness/arrivals.js';
import { cpuIn } from '../../bench/harness/process-figures.js';

it('CPU time is read behind the name of the process, whatever that holds', () => {
  const stat = '42 (no) de (x)) S 1 42 42 0 -1 4194560 9 0 0 0 250 50 7 8 20 0 11 0 100 1 2';
  expect(cpuIn(stat)).toBe(3_000);
});

it('An order is found in a view, as an object and as JSON', () => {
  expect(orderIn(written({ title: 'ORD-B17 …' }))).toBe('ORD-B17');
  expect(orderIn(written('{"title":"ORD-B17 …"}'))).toBe('ORD-B17');
  expect(orderIn('nothing')).toBeUndefined();
});

it('Each hand does one thing after the other, and everything is done once', async () => {
  const atWork = new Set<number>();
  const done: string[] = [];
  await each(['a', 'b', 'c', 'd', 'e'], 2, async (one, { hand, place }) => {
    expect(atWork.has(hand)).toBe(false);
    atWork.add(hand);
    await pause(1);
    done.push(`${one}${place}`);
    atWork.delete(hand);
  });
  expect(done.sort()).toStrictEqual(['a0', 'b1', 'c2', 'd3', 'e4']);
});

describe('npm run bench --', () => {
  const asked = (...args: string[]) => readArguments(args, ['start', 'preview']);

  it('runs everything unless told', () => {
    expect(asked()).toStrictEqual({ kind: 'run', only: [], quick: false, page: false });
  });

  it('--only takes rows that there are', () => {
    expect(asked('--only', 'start', '--only', 'preview', '--quick')).toStrictEqual({
      ...{ kind: 'run', only: ['start', 'preview'], quick: true, page: false },
    });
    expect(asked('--only', 'strat')).toStrictEqual({
      ...{ kind: 'unknown', why: 'There is no row strat: start, preview' },
    });
  });

  it('writes a page of some rows beside the others, and none of small sizes', () => {
    expect(asked('--page', '--only', 'start')).toMatchObject({ kind: 'run', only: ['start'] });
    expect(asked('--page', '--quick')).toMatchObject({ kind: 'unknown' });
  });

  it('refuses what it does not know', () => {
    expect(asked('--fast').kind).toBe('unknown');
    expect(asked('--help').kind).toBe('help');
  });
});
