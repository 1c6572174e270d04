import { settings } from '../config/settings.js';
import type { Check } from './check.js';
import { type Finding, fail, ok, warn } from './finding.js';

/** Every fault of the settings, and what in good ones somebody should know of. */
export const settingsCheck: Check = {
  about: 'settings',
  async look({ texts, faults, hasUnreadEnvFile }) {
    const given = Object.keys(texts).length;
    if (faults.length === 0) return [ok('settings', `${given} set, all good`), ...paused(texts)];
    const all = faults.map(({ name, problem, advice }) => fail(name, problem, advice));
    return given === 0 && hasUnreadEnvFile ? [UNREAD, ...all] : all;
  },
};

const UNREAD = warn(
  'settings',
  'none is set, and there is a .env here that was not read',
  'node --env-file=.env dist/doctor.js',
);

function paused(texts: { readonly PAUSED?: string }): readonly Finding[] {
  if (settings.shape.PAUSED.safeParse(texts.PAUSED).data !== true) return [];
  return [warn('PAUSED', 'is true: nothing is cancelled', 'Take it out when the pause is over')];
}
