import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { settingName, settings } from '../../src/config/settings.js';
import { configWith, REQUIRED } from './environment.js';

const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
const isSetting = (line: string) => /^(# )?[A-Z][A-Z_]*=/.test(line);
const uncommented = lines.map((line) => (isSetting(line) ? line.replace(/^# /, '') : line));
const example = parseEnv(uncommented.join('\n'));

describe('.env.example', () => {
  it('lists every setting there is, once, and nothing else', () => {
    expect(lines.filter(isSetting)).toHaveLength(settingName.options.length);
    expect(Object.keys(example).toSorted()).toEqual(settingName.options.toSorted());
  });

  it.each(settingName.options)('shows the default of %s, or nothing where it has none', (name) => {
    const usual = settings.shape[name].safeParse(undefined).data;
    const shown = example[name];
    if (usual === undefined) expect(shown).toBe('');
    else expect(settings.shape[name].safeParse(shown).data).toEqual(usual);
  });

  it('changes nothing where it is taken as it stands', () => {
    expect(configWith({ ...example, ...REQUIRED })).toEqual(configWith());
  });

  it('asks to fill in what is required and no more', () => {
    const open = lines.filter((line) => isSetting(line) && !line.startsWith('#'));
    expect(open.map((line) => line.replace(/=.*/, '')).toSorted()).toEqual(
      Object.keys(REQUIRED).toSorted(),
    );
  });

  it('says in the line above each what it is', () => {
    for (const [at, line] of lines.entries()) {
      if (isSetting(line)) expect(lines[at - 1], line).toMatch(/^# \S.{10,}/);
    }
  });
});
