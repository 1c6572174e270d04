import { BUSINESS_HOURS_EXAMPLE } from '../runbook/business-hours.js';
import type { SettingName } from './settings.js';

const DURATION = 'Give a duration with its unit, such as 30s, 5m or 2h';
const FLAG = 'Write true or false';
const ROLES = 'Name roles of the order service, parted by commas';
const URL_FORM =
  'Give an https:// URL without credentials, query or fragment (http:// only for loopback)';
const LINK_FORM =
  'Give an https:// URL without credentials or fragment (http:// only for loopback)';
const APP_SETTINGS = 'copy it from the app’s settings at api.slack.com/apps';

/** What to do about a setting that is wrong or not there. */
export const ADVICE: Readonly<Record<SettingName, string>> = {
  SLACK_BOT_TOKEN: `It is the Bot User OAuth Token (xoxb-…): ${APP_SETTINGS}, OAuth & Permissions`,
  SLACK_APP_TOKEN: `It is the app-level token (xapp-…): ${APP_SETTINGS}, Basic Information`,
  SLACK_SIGNING_SECRET: `It is the Signing Secret: ${APP_SETTINGS}, Basic Information`,
  SLACK_API_URL: `${URL_FORM}, ending in /api/; or leave it out to use Slack’s`,
  ORDER_API_URL: URL_FORM,
  ORDER_API_TOKEN: 'Give the token that the order service issued for this bot',
  ORDER_API_TIMEOUT: DURATION,
  ORDER_OPS_CHANNEL:
    'Open the details of #order-ops in Slack and copy the channel id at the bottom (C… or G…)',
  ORDER_OPS_MENTION: 'Copy the id of the on-call user group in Slack (S…)',
  DATABASE_URL: 'Give a URL such as postgres://user:password@host:5432/name',
  DATA_DIR: 'Name a folder that the bot may write to',
  REPLICA_ID: 'Give an id of letters, digits and dashes that stays the same over restarts',
  PORT: 'Give a port; 0 takes any free one',
  HOST: 'Give an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  METRICS_TOKEN: 'Give a long random word without spaces',
  POLL_INTERVAL: DURATION,
  POLL_TIMEOUT: DURATION,
  RATE_LIMIT_WAIT: DURATION,
  RETRY_BASE: DURATION,
  RETRY_ATTEMPTS: 'Give the number of tries in all, the first counted',
  POST_CHECK_INTERVAL: DURATION,
  POST_CHECK_TIMEOUT: DURATION,
  CONFIRM_TIMEOUT: DURATION,
  ROLLBACK_WINDOW: DURATION,
  AUTO_APPROVAL_MAX_AGE: 'Give an age with its unit, such as 30d',
  ESCALATION_ACK_TIMEOUT: DURATION,
  CLOCK_SKEW: DURATION,
  BUSINESS_HOURS: `Write it like: ${BUSINESS_HOURS_EXAMPLE}`,
  BUSINESS_HOURS_REQUIRED: FLAG,
  CANCEL_ROLES: ROLES,
  CANCEL_REASONS:
    'Name at most 100 reasons, parted by commas, each of at most 75 characters (Slack’s limits)',
  FOUR_EYES: 'Write policy or always',
  BREAK_GLASS_ROLES: ROLES,
  PAUSED: FLAG,
  COMMANDS_PER_MINUTE: 'Give the number of commands that one person may send in a minute',
  ORDER_ID_PATTERN:
    'Give a regular expression that spells out the characters of an id, without ".", negated classes or slashes, such as ORD-[0-9]{1,12}',
  USER_ID_SOURCE: 'Write email or slack_id',
  RUNBOOK_URL: LINK_FORM,
  TICKET_WEBHOOK_URL: LINK_FORM,
  TICKET_WEBHOOK_SECRET: 'Give the secret with which the receiver verifies the signature',
  OTEL_EXPORTER_OTLP_ENDPOINT: URL_FORM,
  LOG_LEVEL: 'Write fatal, error, warn, info, debug, trace or silent',
};
