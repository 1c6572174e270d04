import type { LocalOrderService } from '../../src/sandbox/orders/index.js';
import type { LocalSlack } from '../../src/sandbox/slack/index.js';

export const ORDER_OPS = 'CORDEROPS';

/** Waits of the runbook, in a world where half a minute is a fifth of a second. */
const FAST = {
  POLL_INTERVAL: '200ms',
  POLL_TIMEOUT: '5s',
  RETRY_BASE: '20ms',
  RATE_LIMIT_WAIT: '300ms',
  POST_CHECK_INTERVAL: '200ms',
  POST_CHECK_TIMEOUT: '5s',
};

/** The settings of a bot in Socket Mode between these two, and nothing of this shell's. */
export function environmentOf(
  slack: LocalSlack,
  orders: LocalOrderService,
  dataDir: string,
): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ORDER_API_URL: orders.baseUrl,
    ORDER_API_TOKEN: orders.token,
    ORDER_OPS_CHANNEL: ORDER_OPS,
    DATA_DIR: dataDir,
    REPLICA_ID: 'acceptance',
    PORT: '0',
    HOST: '127.0.0.1',
    COMMANDS_PER_MINUTE: '1000',
    ...FAST,
  };
}
