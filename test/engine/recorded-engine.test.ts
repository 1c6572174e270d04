import { describe, expect, it } from 'vitest';
import type { Workflow } from '../../src/engine/engine.js';
import type { Crash } from './recorded-engine.js';
import { RecordedProcess } from './recorded-process.js';
import { VirtualClock } from './virtual-clock.js';

const POINTS = [0, 1, 2, 3].flatMap((word) =>
  (['before', 'in', 'after'] as const).map((moment): Crash => ({ word, moment })),
);

/** What the newer release still does, by how many words the older one had recorded. */
const LEFT: readonly (readonly string[])[] = [
  ['first', 'added', 'last'],
  ['added', 'last'],
  ['added', 'last'],
  ['last'],
  [],
];

describe('A workflow that was changed under «patched», in virtual time', () => {
  it.each(POINTS)(
    'finishes a run whose older release died $moment its word $word',
    async (point) => {
      const done: string[] = [];
      const does = (name: string) => async () => done.push(name);
      const older: Workflow = async (engine) => {
        await engine.step('first', does('first'));
        await engine.step('doomed', does('doomed'));
        await engine.sleep(1_000);
        await engine.step('last', does('last'));
      };
      const newer: Workflow = async (engine) => {
        await engine.step('first', does('first'));
        if (!(await engine.patched('no doomed step'))) await engine.step('doomed', does('doomed'));
        if (await engine.patched('one added before the sleep')) {
          await engine.step('added', does('added'));
        }
        await engine.sleep(1_000);
        await engine.step('last', does('last'));
      };
      let upgraded = older;
      const process = new RecordedProcess(new VirtualClock(0), () => ({ upgraded }));
      await process.start('upgraded', 'run');
      expect(await process.run({ workflow: 'upgraded', ...point })).toBe('crashed');

      done.length = 0;
      upgraded = newer;
      expect(await process.run()).toBe('idle');
      expect(done).toStrictEqual(LEFT[point.word + (point.moment === 'after' ? 1 : 0)]);
      const [record] = process.records('upgraded');
      expect(record?.sleeps.length).toBe(1 + Number(point.word === 2 && point.moment === 'in'));
    },
  );
});
