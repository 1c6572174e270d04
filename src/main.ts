import { startBot } from './bot.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { createLog } from './log.js';
import { StartError } from './start-error.js';
import { StorageError } from './storage/errors.js';

/** SIGTERM: exit within 10 s, whatever still hangs. */
const LAST_RESORT = 9_500;

const config = configOrExit();
const log = createLog(config.logLevel);

try {
  const bot = await startBot(config, log, (why) => {
    log.fatal({ why }, 'stopping');
    process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      setTimeout(() => process.exit(1), LAST_RESORT).unref();
      log.info({ signal }, 'draining');
      await bot.stop();
      log.info('stopped');
      process.exit(0);
    });
  }
} catch (error) {
  if (error instanceof StartError || error instanceof StorageError) {
    log.fatal({ code: error.code }, error.message);
  } else {
    log.fatal({ err: error }, 'the bot could not start');
  }
  process.exit(1);
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
