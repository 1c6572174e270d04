import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.js';
import { configWith, faultsWith, REQUIRED } from './environment.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('With only what is required set', () => {
  it('every other setting has the default that the product names', () => {
    expect(configWith()).toEqual({
      slack: {
        botToken: 'xoxb-1-bot',
        transport: { kind: 'socket', appToken: 'xapp-1-app' },
        apiUrl: undefined,
      },
      orders: {
        baseUrl: 'https://orders.example.com',
        token: 'order-token',
        timeout: 10 * SECOND,
      },
      orderOps: { channel: 'C0OPS' },
      storage: { kind: 'embedded', dataDir: './data' },
      replicaId: 'host-1',
      server: { host: '127.0.0.1', port: 3000 },
      policy: {
        cancelRoles: ['order_admin', 'ops_engineer'],
        cancelReasons: ['operational_request'],
        fourEyes: 'policy',
        orderIdPattern: /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/u,
        businessHours: [{ weekdays: [1, 2, 3, 4, 5], start: 540, end: 1020, zone: 'UTC' }],
        businessHoursRequired: false,
        breakGlassRoles: [],
        autoApprovalMaxAge: 30 * DAY,
        confirmTimeout: 15 * MINUTE,
        rollbackWindow: 2 * HOUR,
        pollInterval: 30 * SECOND,
        pollTimeout: 5 * MINUTE,
        rateLimitWait: 60 * SECOND,
        retryBase: SECOND,
        retryAttempts: 5,
        postCheckInterval: 10 * SECOND,
        postCheckTimeout: 2 * MINUTE,
        escalationAckTimeout: 5 * MINUTE,
        clockSkew: 2 * MINUTE,
      },
      paused: false,
      commandsPerMinute: 20,
      userIdSource: 'email',
      logLevel: 'info',
    });
  });

  it('a setting that is blank counts as unset', () => {
    expect(configWith({ POLL_INTERVAL: '', DATABASE_URL: '  ', REPLICA_ID: ' ' })).toEqual(
      configWith(),
    );
  });

  it('this machine names the replica', () => {
    expect(readConfig(REQUIRED).replicaId).toBe(hostname());
  });
});

describe('Each setting', () => {
  it('reaches the part of the bot that it is for', () => {
    const config = configWith({
      SLACK_API_URL: 'http://127.0.0.1:9000/api/',
      ORDER_API_URL: 'http://localhost:8080/orders/',
      ORDER_API_TIMEOUT: '2s',
      ORDER_OPS_MENTION: 'S0ONCALL',
      DATABASE_URL: 'postgresql://u:p@db/bot',
      REPLICA_ID: 'replica-7',
      PORT: '0',
      HOST: '::',
      METRICS_TOKEN: 'metrics',
      POLL_INTERVAL: '1s',
      POLL_TIMEOUT: '2s',
      RATE_LIMIT_WAIT: '3s',
      RETRY_BASE: '4ms',
      RETRY_ATTEMPTS: '6',
      POST_CHECK_INTERVAL: '7s',
      POST_CHECK_TIMEOUT: '8s',
      CONFIRM_TIMEOUT: '9s',
      ROLLBACK_WINDOW: '10 minutes',
      AUTO_APPROVAL_MAX_AGE: '1y',
      ESCALATION_ACK_TIMEOUT: '1.5h',
      CLOCK_SKEW: '12s',
      BUSINESS_HOURS: 'sat 22:00-06:00 Europe/Berlin',
      BUSINESS_HOURS_REQUIRED: 'true',
      CANCEL_ROLES: ' lead , ops, lead',
      CANCEL_REASONS: 'fraud,customer request',
      FOUR_EYES: 'always',
      BREAK_GLASS_ROLES: 'chief',
      PAUSED: 'true',
      COMMANDS_PER_MINUTE: '3',
      ORDER_ID_PATTERN: 'ORD-[0-9]+',
      USER_ID_SOURCE: 'slack_id',
      RUNBOOK_URL: 'https://wiki.example.com/runbook',
      TICKET_WEBHOOK_URL: 'https://tickets.example.com/hook/',
      TICKET_WEBHOOK_SECRET: 'hook-secret',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://[::1]:4318/',
      LOG_LEVEL: 'trace',
    });
    expect(config).toEqual({
      slack: {
        botToken: 'xoxb-1-bot',
        transport: { kind: 'socket', appToken: 'xapp-1-app' },
        apiUrl: 'http://127.0.0.1:9000/api/',
      },
      orders: { baseUrl: 'http://localhost:8080/orders', token: 'order-token', timeout: 2000 },
      orderOps: { channel: 'C0OPS', mention: 'S0ONCALL' },
      storage: { kind: 'postgres', url: 'postgresql://u:p@db/bot' },
      replicaId: 'replica-7',
      server: { host: '::', port: 0, metricsToken: 'metrics' },
      policy: {
        cancelRoles: ['lead', 'ops'],
        cancelReasons: ['fraud', 'customer request'],
        fourEyes: 'always',
        orderIdPattern: /^(?:ORD-[0-9]+)$/u,
        businessHours: [{ weekdays: [6], start: 1320, end: 360, zone: 'Europe/Berlin' }],
        businessHoursRequired: true,
        breakGlassRoles: ['chief'],
        autoApprovalMaxAge: 365.25 * DAY,
        confirmTimeout: 9 * SECOND,
        rollbackWindow: 10 * MINUTE,
        pollInterval: SECOND,
        pollTimeout: 2 * SECOND,
        rateLimitWait: 3 * SECOND,
        retryBase: 4,
        retryAttempts: 6,
        postCheckInterval: 7 * SECOND,
        postCheckTimeout: 8 * SECOND,
        escalationAckTimeout: 90 * MINUTE,
        clockSkew: 12 * SECOND,
      },
      paused: true,
      commandsPerMinute: 3,
      userIdSource: 'slack_id',
      runbookUrl: 'https://wiki.example.com/runbook',
      ticketWebhook: { url: 'https://tickets.example.com/hook/', secret: 'hook-secret' },
      otlpEndpoint: 'http://[::1]:4318',
      logLevel: 'trace',
    });
  });

  it('DATA_DIR holds the embedded database', () => {
    expect(configWith({ DATA_DIR: '/var/lib/bot' }).storage).toEqual({
      kind: 'embedded',
      dataDir: '/var/lib/bot',
    });
  });

  it('REPLICA_ID names the replica before DYNO, and DYNO before the host', () => {
    expect(configWith({ REPLICA_ID: 'a', DYNO: 'worker.1' }).replicaId).toBe('a');
    expect(configWith({ DYNO: 'worker.1' }).replicaId).toBe('worker.1');
    expect(configWith({ DYNO: '' }).replicaId).toBe('host-1');
  });
});

describe('The way to Slack', () => {
  const http = { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: 'signing' };

  it('is HTTP without an app token, listening on every address', () => {
    const config = configWith(http);
    expect(config.slack.transport).toEqual({ kind: 'http', signingSecret: 'signing' });
    expect(config.server.host).toBe('0.0.0.0');
  });

  it('is Socket Mode where both secrets are there', () => {
    const config = configWith({ SLACK_SIGNING_SECRET: 'signing' });
    expect(config.slack.transport).toEqual({ kind: 'socket', appToken: 'xapp-1-app' });
  });

  it('leaves HOST the last word in either mode', () => {
    expect(configWith({ ...http, HOST: '127.0.0.1' }).server.host).toBe('127.0.0.1');
    expect(configWith({ HOST: '0.0.0.0' }).server.host).toBe('0.0.0.0');
  });

  it('has to be there: without either secret the start is refused', () => {
    expect(faultsWith({ SLACK_APP_TOKEN: '' })).toEqual([
      {
        name: 'SLACK_SIGNING_SECRET',
        problem: 'is not set, and SLACK_APP_TOKEN is not either',
        advice: 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode',
      },
    ]);
  });
});

describe('A start with bad settings', () => {
  it('names everything that is missing at once', () => {
    const read = () => readConfig({});
    expect(read).toThrow(ConfigError);
    const names = faultsWith({
      SLACK_BOT_TOKEN: undefined,
      SLACK_APP_TOKEN: undefined,
      ORDER_API_URL: undefined,
      ORDER_API_TOKEN: undefined,
      ORDER_OPS_CHANNEL: undefined,
    }).map(({ name }) => name);
    expect(names).toEqual([
      'SLACK_BOT_TOKEN',
      'ORDER_API_URL',
      'ORDER_API_TOKEN',
      'ORDER_OPS_CHANNEL',
      'SLACK_SIGNING_SECRET',
    ]);
  });

  it('names faults of one setting and of two together in the same go', () => {
    const names = faultsWith({
      PORT: 'http',
      POLL_INTERVAL: '1m',
      POLL_TIMEOUT: '30s',
      TICKET_WEBHOOK_URL: 'https://tickets.example.com',
    }).map(({ name }) => name);
    expect(names).toEqual(['PORT', 'POLL_TIMEOUT', 'TICKET_WEBHOOK_SECRET']);
  });

  it('is told in a line for each fault: the name, what is wrong, what to do', () => {
    const read = () => configWith({ POLL_INTERVAL: '5', PAUSED: 'yes' });
    expect(read).toThrow(
      [
        'POLL_INTERVAL: "5" has no unit. Give a duration with its unit, such as 30s, 5m or 2h.',
        'PAUSED: "yes" is none of true, false. Write true or false.',
      ].join('\n'),
    );
  });
});
