import type { Logger as SlackLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import { type Logger, pino } from 'pino';
import type { Config } from './config.js';

/** Where a secret could stand in what libraries log: never written, whatever holds it. */
const SECRET_PATHS = ['token', 'authorization', 'Authorization', 'headers', 'secret', 'config'];

/** JSON lines on standard output. People are Slack ids in them, never emails. */
export function createLog(level: Config['logLevel']): Logger {
  const nested = SECRET_PATHS.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]);
  return pino({ level, redact: { paths: nested, censor: '[redacted]' } });
}

/** Bolt's logger, spoken by pino: a message first, and an error perhaps among what follows. */
export function slackLog(log: Logger): SlackLogger {
  const to =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...said: unknown[]): void => {
      const error = said.find((one) => one instanceof Error);
      const words = said.filter((one) => typeof one === 'string').join(' ');
      log[level](error ? { error: error.message } : {}, words || error?.message || 'Slack');
    };
  return {
    // Bolt says every envelope at «info» and «debug», with people's text in it.
    debug: () => undefined,
    info: to('debug'),
    warn: to('warn'),
    error: to('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
