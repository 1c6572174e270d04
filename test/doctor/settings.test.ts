import { describe, expect, it } from 'vitest';
import { said, surgery } from './surgery.js';

const at = surgery();
const { finding, findings } = at;

describe('The doctor', () => {
  it('finds a sound deployment sound in all that it looks at', async () => {
    const found = await findings();
    expect(found.map(({ level, about }) => `${level} ${about}`)).toStrictEqual([
      'ok Node',
      'ok settings',
      'ok SLACK_BOT_TOKEN',
      'ok scopes',
      'ok #order-ops',
      'ok ORDER_OPS_MENTION',
      'ok Socket Mode',
      'ok port',
      'ok order service',
      'ok DATA_DIR',
      'ok clock of Slack',
      'ok clock of the order service',
    ]);
  });

  it('changes nothing: it asks three things of Slack, one of the order service, opens no socket', async () => {
    const before = [at.slack.calls().length, at.orders.calls().length];
    await findings();
    const asked = at.slack.calls().slice(before[0]);
    expect(asked.map(({ method }) => method).toSorted()).toStrictEqual([
      'apps.connections.open',
      'auth.test',
      'conversations.info',
    ]);
    expect(at.slack.openSockets).toBe(0);
    const calls = at.orders.calls().slice(before[1]);
    expect(calls.map(({ method, route }) => `${method} ${route}`)).toStrictEqual(['GET roles']);
    expect(at.orders.effects()).toStrictEqual([]);
  });

  it('gives each fault of the settings a line, and looks at the rest with what is good', async () => {
    const found = await findings({ ORDER_OPS_CHANNEL: 'order-ops', POLL_INTERVAL: '30' });
    const levels = Object.fromEntries(found.map(({ about, level }) => [about, level]));
    expect(levels).toMatchObject({
      ORDER_OPS_CHANNEL: 'fail',
      POLL_INTERVAL: 'fail',
      SLACK_BOT_TOKEN: 'ok',
      '#order-ops': 'warn',
      'order service': 'ok',
      DATA_DIR: 'ok',
    });
    expect(found.find(({ about }) => about === '#order-ops')?.found).toBe(
      'not checked, because of ORDER_OPS_CHANNEL',
    );
  });

  it('asks nobody with a token that is none, or at an address that is none', async () => {
    const before = [at.slack.calls().length, at.orders.calls().length];
    const found = await findings({ SLACK_API_URL: 'slack', ORDER_API_TOKEN: 'two words' });
    const asked = [at.slack.calls().length, at.orders.calls().length];
    expect(asked).toStrictEqual(before);
    const unasked = found.filter((one) => one.found.startsWith('not checked'));
    expect(unasked.map(({ about }) => about)).toStrictEqual([
      ...['SLACK_BOT_TOKEN', '#order-ops', 'Socket Mode', 'order service'],
    ]);
  });

  it('says that Slack has no way to the bot where neither token nor secret is set', async () => {
    expect(await finding('SLACK_SIGNING_SECRET', { SLACK_APP_TOKEN: '' })).toMatchObject(
      said('fail', /SLACK_APP_TOKEN is not either/, /Socket Mode.*HTTP mode/),
    );
  });

  it('reminds that PAUSED is on', async () => {
    expect(await finding('PAUSED', { PAUSED: 'true' })).toMatchObject(
      said('warn', /nothing is cancelled/),
    );
  });

  it.each([
    ['v18.20.8', said('fail', /v18.20.8 is too old/, /Node 20/)],
    ['v20.0.0', said('ok', /v20/)],
    ['v22.1.0', said('ok', /v22/)],
  ])('judges Node %s', async (nodeVersion, expected) => {
    expect(await finding('Node', {}, { nodeVersion })).toMatchObject(expected);
  });

  it('ends a check that does not come to its end, and says so', async () => {
    at.slack.faults.webApi('conversations.info', { delayMs: 60_000 });
    expect(await finding('#order-ops', {}, { within: 1_000 })).toMatchObject(
      said('fail', /no end of it within 1 s/),
    );
  });

  it.each([
    [60_000, 'ok', /(59|60) s behind ours, within CLOCK_SKEW/],
    [-60_000, 'ok', /(59|60) s ahead of ours, within CLOCK_SKEW/],
    [300_000, 'fail', /(299|300) s behind ours; CLOCK_SKEW allows 120 s/],
    [-300_000, 'fail', /(299|300) s ahead of ours; CLOCK_SKEW allows 120 s/],
  ] as const)(
    'reads the clocks of Slack and of the order service, %i ms off',
    async (ahead, level, words) => {
      const found = await findings({}, { ahead });
      const clocks = found.filter(({ about }) => about.startsWith('clock of'));
      expect(clocks.map(({ about }) => about)).toStrictEqual([
        'clock of Slack',
        'clock of the order service',
      ]);
      for (const clock of clocks) {
        expect(clock).toMatchObject({ level, found: expect.stringMatching(words) });
      }
    },
  );
});
