import { startBot } from './bot.js';
import { Closing } from './closing.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { createLog, endWithWord } from './log.js';
import { secretsIn } from './logging/mask.js';
import { StartError } from './start-error.js';
import { StorageError } from './storage/errors.js';

/** Exit within 10 s, whatever still hangs: what was recorded goes on at the next start. ms */
const LAST_RESORT = 9_500;

const config = configOrExit();
const log = createLog(config.logLevel, secretsIn(process.env));
endWithWord(log);
const closing = new Closing();

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'draining');
    void end(0);
  });
}

startBot(config, log, closing, (why) => {
  log.fatal({ code: 'ended_itself', why }, 'stopping');
  process.exit(1);
}).catch((error: unknown) => {
  // A stop in the middle of the start breaks off what it finds: that is no fault.
  if (closing.signal.aborted) return;
  sayWhy(error);
  void end(1);
});

async function end(code: number): Promise<never> {
  setTimeout(() => {
    log.warn({ code: 'stopped_late' }, 'stopped without waiting for what hangs');
    process.exit(code);
  }, LAST_RESORT).unref();
  await closing.close((error) =>
    log.error({ err: error, code: 'closing_failed' }, 'a part could not be closed'),
  );
  log.info('stopped');
  process.exit(code);
}

function sayWhy(error: unknown): void {
  if (error instanceof StartError || error instanceof StorageError) {
    log.fatal({ code: error.code }, error.message);
  } else {
    log.fatal({ err: error, code: 'start_failed' }, 'the bot could not start');
  }
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
