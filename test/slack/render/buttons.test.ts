import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buttonsOf,
  buttonValue,
  escalationValue,
  parseButtonValue,
  parseEscalationValue,
} from '../../../src/slack/render/buttons.js';
import { ESCALATION_ID } from './escalations.js';
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

  it('of an escalation carries it and the last line shown, and is taken for no run’s', () => {
    const value = { escalation: ESCALATION_ID, upTo: 7 };
    expect(parseEscalationValue(escalationValue(value))).toEqual(value);
    expect(parseButtonValue(escalationValue(value))).toBeUndefined();
    for (const run of RUNS) expect(parseEscalationValue(buttonValue(run))).toBeUndefined();
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
