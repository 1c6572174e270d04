import { existsSync } from 'node:fs';
import { settings } from '../config/settings.js';
import type { Check } from './check.js';
import { type Finding, fail, ok, warn } from './finding.js';

const HINT = 'There is a .env here that was not read: node --env-file=.env dist/doctor.js';

/** Every fault of the settings, and what in good ones somebody should know of. */
export const settingsCheck: Check = {
  about: 'settings',
  async look({ texts, faults }) {
    const given = Object.keys(texts).length;
    if (given === 0 && existsSync('.env')) return [fail('settings', 'none is set', HINT)];
    if (faults.length === 0) return [ok('settings', `${given} set, all good`), ...paused(texts)];
    return faults.map(({ name, problem, advice }) => fail(name, problem, advice));
  },
};

function paused(texts: { readonly PAUSED?: string }): readonly Finding[] {
  if (settings.shape.PAUSED.safeParse(texts.PAUSED).data !== true) return [];
  return [warn('PAUSED', 'is true: nothing is cancelled', 'Take it out when the pause is over')];
}
