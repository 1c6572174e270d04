import { describe, expect, it } from 'vitest';
import { ADVICE } from '../../src/config/advice.js';
import { type SettingName, settingName, settings } from '../../src/config/settings.js';
import { configWith, faultsWith } from './environment.js';

/** What is wrong with one setting; its advice has to be the one for its name. */
function problem(name: SettingName, value: string): string | undefined {
  const fault = faultsWith({ [name]: value }).find((one) => one.name === name);
  if (fault) expect(fault.advice).toBe(ADVICE[name]);
  return fault?.problem;
}

const durations = settingName.options.filter((name) =>
  /_(TIMEOUT|INTERVAL|WAIT|BASE|WINDOW|AGE|SKEW)$/.test(name),
);

describe('A duration', () => {
  it.each(durations)('%s has a unit, is longer than nothing and not endless', (name) => {
    expect(problem(name, '5')).toBe('"5" has no unit');
    expect(problem(name, '-5m')).toBe('"-5m" is shorter than a millisecond');
    expect(problem(name, '0s')).toBe('"0s" is shorter than a millisecond');
    for (const none of ['soon', '5 parsecs', 'NaN', 'Infinity', '5m 3s', '1e3s', 's', '.s']) {
      expect(problem(name, none)).toBe(`"${none}" is no duration`);
    }
    expect(problem(name, '101y')).toContain('is longer than');
  });

  it('is no longer than a timer can wait, but an age may be', () => {
    expect(durations).toHaveLength(12);
    for (const name of durations) {
      expect(problem(name, '25d'), name).toBe(
        name === 'AUTO_APPROVAL_MAX_AGE'
          ? undefined
          : '"25d" is longer than 24 days, which no timer can wait',
      );
    }
    expect(configWith({ ROLLBACK_WINDOW: '24d' }).policy.rollbackWindow).toBeLessThan(2 ** 31);
  });

  it.each([
    ['POLL_TIMEOUT', 'POLL_INTERVAL'],
    ['POST_CHECK_TIMEOUT', 'POST_CHECK_INTERVAL'],
  ])('%s is at least %s', (timeout, interval) => {
    expect(faultsWith({ [timeout]: '1s', [interval]: '1s' })).toEqual([]);
    expect(faultsWith({ [timeout]: '1s', [interval]: '2s' })).toEqual([
      {
        name: timeout,
        problem: `is 1000 ms, shorter than the 2000 ms of ${interval}`,
        advice: `Make it at least as long as ${interval}`,
      },
    ]);
    expect(faultsWith({ [interval]: '1h' }).map(({ name }) => name)).toEqual([timeout]);
  });
});

const addresses: SettingName[] = [
  'SLACK_API_URL',
  'ORDER_API_URL',
  'RUNBOOK_URL',
  'TICKET_WEBHOOK_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

describe('An address', () => {
  it.each(addresses)('%s is https or loopback', (name) => {
    for (const host of ['127.0.0.1:80', '127.9.9.9', 'localhost:1', '[::1]:8080']) {
      expect(problem(name, `http://${host}/api/`)).toBeUndefined();
    }
    expect(problem(name, 'https://example.com/api/')).toBeUndefined();
    const elsewhere = [
      ...['example.com', 'localhost.example.com', 'mylocalhost', '127.0.0.1.example.com'],
      ...['128.0.0.1', '10.0.0.1', '[::2]'],
    ];
    for (const host of elsewhere) {
      expect(problem(name, `http://${host}/api/`)).toBe('is neither https nor loopback');
    }
    expect(problem(name, 'ftp://127.0.0.1/api/')).toBe('is neither https nor loopback');
    for (const none of ['example.com', 'https://', 'https://exa mple.com/api/', '/api/']) {
      expect(problem(name, none)).toBe('is no URL');
    }
  });

  it.each(addresses)('%s holds no credentials and no fragment', (name) => {
    expect(problem(name, 'https://me:pass@example.com/api/')).toBe('holds credentials');
    expect(problem(name, 'https://me@example.com/api/')).toBe('holds credentials');
    for (const end of ['#', '#part', '?a=b#part']) {
      expect(problem(name, `https://example.com/api/${end}`)).toBe('holds a fragment');
    }
  });

  it.each(addresses)('%s: a query is part of a page or a webhook, and of no base', (name) => {
    const isPage = name === 'RUNBOOK_URL' || name === 'TICKET_WEBHOOK_URL';
    for (const end of ['?', '?a=b']) {
      const expected = isPage ? undefined : 'holds a query';
      expect(problem(name, `https://example.com/api/${end}`)).toBe(expected);
    }
  });

  it('SLACK_API_URL ends in /api/', () => {
    for (const path of ['', '/', '/api', '/api/v2/']) {
      expect(problem('SLACK_API_URL', `https://example.com${path}`)).toBe('does not end in /api/');
    }
  });

  it('DATABASE_URL is one of Postgres', () => {
    expect(problem('DATABASE_URL', 'postgres://u:p@h:5432/d?sslmode=require')).toBeUndefined();
    for (const none of ['mysql://h/d', 'h:5432/d', 'postgres:h', 'xpostgres://h']) {
      expect(problem('DATABASE_URL', none)).toBe('is no postgres:// URL');
    }
  });
});

describe('A word or number', () => {
  it.each<[SettingName, string, string]>([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'does not start with xoxb-'],
    ['SLACK_BOT_TOKEN', '=xoxb-1', 'does not start with xoxb-'],
    ['SLACK_BOT_TOKEN', 'xoxb-', 'holds nothing after xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'does not start with xapp-'],
    ['ORDER_API_TOKEN', 'a\nb', 'holds a space or another strange character'],
    ['METRICS_TOKEN', 'a b', 'holds a space or another strange character'],
    ['ORDER_OPS_CHANNEL', '#order-ops', '"#order-ops" is no channel id'],
    ['ORDER_OPS_CHANNEL', 'D0123', '"D0123" is no channel id'],
    ['ORDER_OPS_MENTION', 'U0123', '"U0123" is no user group id'],
    ['REPLICA_ID', 'a b', '"a b" is no id without spaces'],
    ['HOST', 'http://x', '"http://x" is no address to listen on'],
    ['PORT', '65536', '"65536" is no whole number from 0 to 65535'],
    ['PORT', '-1', '"-1" is no whole number from 0 to 65535'],
    ['PORT', '80.5', '"80.5" is no whole number from 0 to 65535'],
    ['PORT', '0x50', '"0x50" is no whole number from 0 to 65535'],
    ['RETRY_ATTEMPTS', '0', '"0" is no whole number from 1 to 100'],
    ['COMMANDS_PER_MINUTE', '0', '"0" is no whole number from 1 to 10000'],
    ['PAUSED', 'TRUE', '"TRUE" is none of true, false'],
    ['BUSINESS_HOURS_REQUIRED', '1', '"1" is none of true, false'],
    ['FOUR_EYES', 'never', '"never" is none of policy, always'],
    ['USER_ID_SOURCE', 'name', '"name" is none of email, slack_id'],
    ['LOG_LEVEL', 'loud', '"loud" is none of fatal, error, warn, info, debug, trace, silent'],
    [
      'BUSINESS_HOURS',
      'mo-fri 09:00-17:00 UTC',
      '"mo" is no day; days are mon, tue, wed, thu, fri, sat, sun',
    ],
    ['CANCEL_ROLES', ',', '"," holds an empty entry'],
    ['CANCEL_ROLES', 'a,,b', '"a,,b" holds an empty entry'],
    ['BREAK_GLASS_ROLES', 'a,', '"a," holds an empty entry'],
  ])('%s=%s is refused', (name, value, expected) => {
    expect(problem(name, value)).toBe(expected);
  });

  it('CANCEL_REASONS fit the select that Slack shows them in', () => {
    const reasons = (count: number) => Array.from({ length: count }, (_, at) => `r${at}`).join();
    expect(problem('CANCEL_REASONS', 'x'.repeat(75))).toBeUndefined();
    expect(problem('CANCEL_REASONS', 'x'.repeat(76))).toContain('is longer than 75 characters');
    expect(problem('CANCEL_REASONS', reasons(100))).toBeUndefined();
    expect(problem('CANCEL_REASONS', reasons(101))).toBe('holds more than 100 entries');
  });

  it('the ticket webhook has its address and its secret, or neither', () => {
    const name = (given: Record<string, string>) => faultsWith(given).map((fault) => fault.name);
    expect(name({ TICKET_WEBHOOK_URL: 'https://t.example.com' })).toEqual([
      'TICKET_WEBHOOK_SECRET',
    ]);
    expect(name({ TICKET_WEBHOOK_SECRET: 's' })).toEqual(['TICKET_WEBHOOK_URL']);
  });
});

describe('No fault shows a secret', () => {
  const secret = 'hunter2hunter2';
  const holders: SettingName[] = [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'ORDER_API_TOKEN',
    'METRICS_TOKEN',
    'TICKET_WEBHOOK_SECRET',
    'DATABASE_URL',
    ...addresses,
  ];

  it.each(holders)('not of %s', (name) => {
    for (const value of [`${secret} ${secret}`, `http://me:${secret}@example.com/?t=${secret}`]) {
      const faults = faultsWith({ [name]: value });
      expect(JSON.stringify(faults)).not.toContain('hunter2');
    }
    expect(settings.shape[name].safeParse(`${secret} ${secret}`).success).toBe(false);
  });

  it('not of a Slack token in the wrong line', () => {
    expect(problem('ORDER_OPS_CHANNEL', `xoxb-${secret}`)).toBe('a Slack token is no channel id');
    expect(problem('PORT', `xapp-${secret}`)).toContain('a Slack token is no whole number');
  });

  it('and a long value is shown bounded, on one line', () => {
    const shown = problem('ORDER_OPS_CHANNEL', `a\nb${'x'.repeat(500)}`);
    expect(shown).not.toContain('\n');
    expect(shown?.length).toBeLessThan(100);
  });
});
