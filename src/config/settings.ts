import { z } from 'zod';
import { age, wait } from './duration.js';
import { businessHours, choice, flag, list, secret, text, wholeNumber } from './kinds.js';
import { orderIdPattern } from './order-id-pattern.js';
import { baseUrl, databaseUrl, slackApiUrl, url } from './url.js';

/** Every setting with its default (product.md «Settings»), each by itself. Durations in ms. */
export const settings = z.object({
  SLACK_BOT_TOKEN: secret('xoxb-'),
  SLACK_APP_TOKEN: secret('xapp-').optional(),
  SLACK_SIGNING_SECRET: secret().optional(),
  SLACK_API_URL: slackApiUrl().optional(),

  ORDER_API_URL: baseUrl(),
  ORDER_API_TOKEN: secret(),
  ORDER_API_TIMEOUT: wait().prefault('10s'),

  ORDER_OPS_CHANNEL: text(/^[CG][A-Z0-9]+$/, 'channel id'),
  ORDER_OPS_MENTION: text(/^S[A-Z0-9]+$/, 'user group id').optional(),

  DATABASE_URL: databaseUrl().optional(),
  DATA_DIR: text(/^[^\0]+$/, 'folder').prefault('./data'),
  REPLICA_ID: text(/^[!-~]{1,255}$/, 'id without spaces').optional(),

  PORT: wholeNumber(0, 65_535).prefault('3000'),
  HOST: text(/^[\w.:-]+$/, 'address to listen on').optional(),
  METRICS_TOKEN: secret().optional(),

  POLL_INTERVAL: wait().prefault('30s'),
  POLL_TIMEOUT: wait().prefault('5m'),
  RATE_LIMIT_WAIT: wait().prefault('60s'),
  RETRY_BASE: wait().prefault('1s'),
  RETRY_ATTEMPTS: wholeNumber(1, 100).prefault('5'),
  POST_CHECK_INTERVAL: wait().prefault('10s'),
  POST_CHECK_TIMEOUT: wait().prefault('2m'),
  CONFIRM_TIMEOUT: wait().prefault('15m'),
  ROLLBACK_WINDOW: wait().prefault('2h'),
  AUTO_APPROVAL_MAX_AGE: age().prefault('30d'),
  ESCALATION_ACK_TIMEOUT: wait().prefault('5m'),
  CLOCK_SKEW: wait().prefault('2m'),

  BUSINESS_HOURS: businessHours().prefault('mon-fri 09:00-17:00 UTC'),
  BUSINESS_HOURS_REQUIRED: flag().prefault('false'),
  CANCEL_ROLES: list().prefault('order_admin,ops_engineer'),
  // Slack's select takes 100 options of 75 characters.
  CANCEL_REASONS: list({ longest: 75, most: 100 }).prefault('operational_request'),
  FOUR_EYES: choice('policy', 'always').prefault('policy'),
  BREAK_GLASS_ROLES: list().optional(),

  PAUSED: flag().prefault('false'),
  COMMANDS_PER_MINUTE: wholeNumber(1, 10_000).prefault('20'),
  ORDER_ID_PATTERN: orderIdPattern().prefault('[A-Za-z0-9][A-Za-z0-9_-]{0,63}'),
  USER_ID_SOURCE: choice('email', 'slack_id').prefault('email'),
  RUNBOOK_URL: url().optional(),
  TICKET_WEBHOOK_URL: url().optional(),
  TICKET_WEBHOOK_SECRET: secret().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl().optional(),
  LOG_LEVEL: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').prefault('info'),
});

export type Settings = z.infer<typeof settings>;
export type SettingName = keyof Settings;
export const settingName = settings.keyof();
