import { type Config, ConfigError, type ConfigFault, readConfig } from '../../src/config.js';

/** The least that the bot starts with. */
export const REQUIRED = {
  SLACK_BOT_TOKEN: 'xoxb-1-bot',
  SLACK_APP_TOKEN: 'xapp-1-app',
  ORDER_API_URL: 'https://orders.example.com',
  ORDER_API_TOKEN: 'order-token',
  ORDER_OPS_CHANNEL: 'C0OPS',
};

type Settings = Readonly<Record<string, string | undefined>>;

/** The config that these settings make, beside the required ones. */
export function configWith(given: Settings = {}): Config {
  return readConfig({ ...REQUIRED, ...given }, { hostname: () => 'host-1' });
}

/** The faults that these settings have, beside the required ones. */
export function faultsWith(given: Settings): readonly ConfigFault[] {
  try {
    configWith(given);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
