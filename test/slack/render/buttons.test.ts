import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonsOf, buttonValue, parseButtonValue } from '../../../src/slack/render/buttons.js';
import { REQUEST, RUNS } from './runs.js';

describe('A button', () => {
  it('carries the run and the digest its card was drawn with', () => {
    const value = { run: REQUEST.runId, digest: REQUEST.digest };
    for (const run of RUNS) {
      expect(parseButtonValue(buttonValue(run))).toEqual(value);
      for (const element of buttonsOf(run).elements) {
        expect(element).toMatchObject({ value: JSON.stringify(value) });
      }
    }
  });

  it('whose value is none of ours is not understood', () => {
    for (const foreign of ['', 'ORD-1001', '{}', 'null', '{"run":"x","digest":"y"}', '[1]']) {
      expect(parseButtonValue(foreign)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (text) => parseButtonValue(text) === undefined),
      { seed: 7 },
    );
  });
});
