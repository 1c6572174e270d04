import { ORDER_OPS } from './cast.js';

/** What of the two local services the bot has to know. */
export interface Surroundings {
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly orders: { readonly baseUrl: string; readonly token: string };
  readonly dataDir: string;
  /** Default: `fast`. */
  readonly clock?: Clock;
}

/** Whether things take as long as in life, or 30 s are 1 s and 2 h are 2 min. */
export type Clock = 'fast' | 'real';

/** By what the order service's usual times are multiplied. */
export const TIME_SCALES: Readonly<Record<Clock, number>> = { fast: 1 / 30, real: 1 };

/** The runbook's waits on machines, a thirtieth each, so that 30 s are 1 s. */
const MACHINES = {
  POLL_INTERVAL: '1s',
  POLL_TIMEOUT: '10s',
  RATE_LIMIT_WAIT: '2s',
  RETRY_BASE: '33ms',
  POST_CHECK_INTERVAL: '333ms',
  POST_CHECK_TIMEOUT: '4s',
  // Short enough to see a hanging call given up, long enough for the ready fault `slow`.
  ORDER_API_TIMEOUT: '4s',
  // One machine, one clock; and rounds of cancelling and reinstating follow each other closely.
  CLOCK_SKEW: '1s',
};

/** The waits on people, shortened as far as one can still read along. */
const PEOPLE = {
  CONFIRM_TIMEOUT: '3m',
  ROLLBACK_WINDOW: '2m',
  ESCALATION_ACK_TIMEOUT: '30s',
};

/**
 * The bot's whole environment, as a person would configure it: embedded database, Socket Mode, and
 * the waits of its clock, those in life being its own defaults. Nothing is taken over from the sandbox's own.
 */
export function botEnvironment({
  slack,
  orders,
  dataDir,
  clock = 'fast',
}: Surroundings): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ORDER_API_URL: orders.baseUrl,
    ORDER_API_TOKEN: orders.token,
    ORDER_OPS_CHANNEL: ORDER_OPS,
    DATA_DIR: dataDir,
    REPLICA_ID: 'sandbox',
    HOST: '127.0.0.1',
    PORT: '0',
    // Piped input types faster than anybody.
    COMMANDS_PER_MINUTE: '200',
    ...(clock === 'fast' && { ...MACHINES, ...PEOPLE }),
  };
}
