import { hostname } from 'node:os';
import type { z } from 'zod';
import { ConfigError } from './config/config-error.js';
import { findFaults, NO_TRANSPORT, type SettingTexts } from './config/faults.js';
import { type Settings, settingName, settings } from './config/settings.js';
import type { Policy } from './runbook/policy.js';

export { ConfigError, type ConfigFault } from './config/config-error.js';

/** The settings (product.md «Settings»), as the parts of the bot take them. Durations in ms. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly transport:
      | { readonly kind: 'socket'; readonly appToken: string }
      | { readonly kind: 'http'; readonly signingSecret: string };
    /** Another base than Slack's; ends in `/api/`. */
    readonly apiUrl?: string;
  };
  /** `baseUrl` has no slash at its end. */
  readonly orders: { readonly baseUrl: string; readonly token: string; readonly timeout: number };
  /** A channel id, and the id of the user group to page. */
  readonly orderOps: { readonly channel: string; readonly mention?: string };
  readonly storage:
    | { readonly kind: 'postgres'; readonly url: string }
    | { readonly kind: 'embedded'; readonly dataDir: string };
  readonly replicaId: string;
  /** Port 0 takes any free one. */
  readonly server: { readonly host: string; readonly port: number; readonly metricsToken?: string };
  readonly policy: Policy;
  readonly paused: boolean;
  /** For one person. */
  readonly commandsPerMinute: number;
  readonly userIdSource: Settings['USER_ID_SOURCE'];
  readonly runbookUrl?: string;
  readonly ticketWebhook?: { readonly url: string; readonly secret: string };
  readonly otlpEndpoint?: string;
  readonly logLevel: Settings['LOG_LEVEL'];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from `env`; one that is blank counts as unset. Throws ConfigError with every
 * fault at once. `host` names this machine where neither REPLICA_ID nor DYNO names the replica.
 */
export function readConfig(env: Environment, host = { hostname }): Config {
  const texts = settingTexts(env);
  const faults = findFaults(texts);
  if (faults.length > 0) throw new ConfigError(faults);
  const read = settings.parse(texts);
  const transport = slackTransport(read);
  return {
    slack: { botToken: read.SLACK_BOT_TOKEN, transport, apiUrl: read.SLACK_API_URL },
    orders: {
      baseUrl: read.ORDER_API_URL,
      token: read.ORDER_API_TOKEN,
      timeout: read.ORDER_API_TIMEOUT,
    },
    orderOps: { channel: read.ORDER_OPS_CHANNEL, mention: read.ORDER_OPS_MENTION },
    storage: storageOf(read),
    replicaId: read.REPLICA_ID ?? (env.DYNO?.trim() || host.hostname()),
    server: {
      // Slack has to reach HTTP mode; in Socket Mode nobody outside has business here.
      host: read.HOST ?? (transport.kind === 'http' ? '0.0.0.0' : '127.0.0.1'),
      port: read.PORT,
      metricsToken: read.METRICS_TOKEN,
    },
    policy: runbookPolicy(read),
    paused: read.PAUSED,
    commandsPerMinute: read.COMMANDS_PER_MINUTE,
    userIdSource: read.USER_ID_SOURCE,
    runbookUrl: read.RUNBOOK_URL,
    ticketWebhook: ticketWebhook(read),
    otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: read.LOG_LEVEL,
  };
}

/** DATABASE_URL and DATA_DIR alone, for what works on the database and nothing else. Throws as above. */
export function readStorage(env: Environment): Config['storage'] {
  const texts = settingTexts(env);
  const faults = findFaults(texts).filter(({ name }) => name in storageSettings.shape);
  if (faults.length > 0) throw new ConfigError(faults);
  return storageOf(storageSettings.parse(texts));
}

const storageSettings = settings.pick({ DATABASE_URL: true, DATA_DIR: true });

function storageOf(read: z.infer<typeof storageSettings>): Config['storage'] {
  return read.DATABASE_URL
    ? { kind: 'postgres', url: read.DATABASE_URL }
    : { kind: 'embedded', dataDir: read.DATA_DIR };
}

/** The settings' texts, as they stand in `env`. */
export function settingTexts(env: Environment): SettingTexts {
  return Object.fromEntries(
    settingName.options.flatMap((name) => {
      const text = env[name]?.trim();
      return text ? [[name, text]] : [];
    }),
  );
}

function slackTransport(read: Settings): Config['slack']['transport'] {
  if (read.SLACK_APP_TOKEN) return { kind: 'socket', appToken: read.SLACK_APP_TOKEN };
  if (read.SLACK_SIGNING_SECRET) return { kind: 'http', signingSecret: read.SLACK_SIGNING_SECRET };
  throw new ConfigError([NO_TRANSPORT]);
}

function ticketWebhook(read: Settings): Config['ticketWebhook'] {
  const { TICKET_WEBHOOK_URL: url, TICKET_WEBHOOK_SECRET: secret } = read;
  return url && secret ? { url, secret } : undefined;
}

function runbookPolicy(read: Settings): Policy {
  return {
    cancelRoles: read.CANCEL_ROLES,
    cancelReasons: read.CANCEL_REASONS,
    fourEyes: read.FOUR_EYES,
    breakGlassRoles: read.BREAK_GLASS_ROLES ?? [],
    orderIdPattern: read.ORDER_ID_PATTERN,
    businessHours: read.BUSINESS_HOURS,
    businessHoursRequired: read.BUSINESS_HOURS_REQUIRED,
    autoApprovalMaxAge: read.AUTO_APPROVAL_MAX_AGE,
    confirmTimeout: read.CONFIRM_TIMEOUT,
    rollbackWindow: read.ROLLBACK_WINDOW,
    pollInterval: read.POLL_INTERVAL,
    pollTimeout: read.POLL_TIMEOUT,
    rateLimitWait: read.RATE_LIMIT_WAIT,
    retryBase: read.RETRY_BASE,
    retryAttempts: read.RETRY_ATTEMPTS,
    postCheckInterval: read.POST_CHECK_INTERVAL,
    postCheckTimeout: read.POST_CHECK_TIMEOUT,
    escalationAckTimeout: read.ESCALATION_ACK_TIMEOUT,
    clockSkew: read.CLOCK_SKEW,
  };
}
