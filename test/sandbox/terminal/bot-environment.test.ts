import { describe, expect, it } from 'vitest';
import { settingName } from '../../../src/config/settings.js';
import { readConfig } from '../../../src/config.js';
import { botEnvironment } from '../../../src/sandbox/bot-environment.js';

const surroundings = {
  slack: { apiUrl: 'http://127.0.0.1:1/api/', botToken: 'xoxb-1', appToken: 'xapp-1' },
  orders: { baseUrl: 'http://127.0.0.1:2', token: 'token' },
  dataDir: '/nowhere/data',
};

describe('the environment of the sandbox’s bot', () => {
  it('is the same whatever the person’s shell holds', () => {
    const before = botEnvironment(surroundings);
    process.env.PAUSED = 'true';
    process.env.DATABASE_URL = 'postgres://elsewhere.example/db';
    try {
      expect(botEnvironment(surroundings)).toStrictEqual(before);
    } finally {
      delete process.env.PAUSED;
      delete process.env.DATABASE_URL;
    }
    const known: readonly string[] = settingName.options;
    expect(Object.keys(before).filter((name) => !known.includes(name))).toStrictEqual([]);
  });

  it('is Socket Mode, the embedded database and a fast clock', () => {
    const config = readConfig(botEnvironment(surroundings));
    expect(config.slack.transport.kind).toBe('socket');
    expect(config.storage).toStrictEqual({ kind: 'embedded', dataDir: '/nowhere/data' });
    expect(config.server.host).toBe('127.0.0.1');
    expect(config.policy).toMatchObject({ pollInterval: 1000, rollbackWindow: 120_000 });
  });

  it('has on the clock of life the runbook’s own waits', () => {
    const config = readConfig(botEnvironment({ ...surroundings, clock: 'real' }));
    expect(config.policy).toMatchObject({ pollInterval: 30_000, rollbackWindow: 7_200_000 });
  });
});
