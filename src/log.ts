import type { Logger as SlackLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.js';
import { bounded, boundedFields, loggedError } from './logging/bounded.js';
import { maskWith } from './logging/mask.js';
import { subjectNow } from './logging/subject.js';

/** pino's number for `warn`. */
const WARN = 40;

/**
 * JSON lines on standard output. Each says what it concerns (`concerning`) and, from `warn` on, a
 * stable code. People are Slack ids in them, never emails, and none of `secrets` gets out.
 */
export function createLog(
  level: Config['logLevel'],
  secrets: readonly string[] = [],
  out: DestinationStream = pino.destination(1),
): Logger {
  const mask = maskWith(secrets);
  return pino(
    {
      level,
      mixin: (line, severity) => ({
        // A line that gives no code of its own tells of something nobody foresaw.
        ...(severity >= WARN && { code: 'internal' }),
        ...subjectNow(runOf(line)),
      }),
      serializers: { err: loggedError },
      formatters: { log: (fields) => boundedFields(fields) },
      hooks: {
        logMethod(said, write) {
          const [first, second] = said;
          if (typeof first === 'string') said[0] = bounded(first);
          if (typeof second === 'string') said[1] = bounded(second);
          write.apply(this, said);
        },
      },
    },
    { write: (line) => out.write(mask(line)) },
  );
}

/** What nobody caught ends the process, as without this: but with a line that holds no secret. */
export function endWithWord(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error, code: 'uncaught' }, 'something that nobody caught ends the process');
      process.exit(1);
    });
  }
}

function runOf(line: object): string | undefined {
  const run: unknown = Reflect.get(line, 'run');
  return typeof run === 'string' ? run : undefined;
}

/** Bolt's logger, spoken by pino: a message first, and an error perhaps among what follows. */
export function slackLog(log: Logger): SlackLogger {
  const to =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...said: unknown[]): void => {
      const error = said.find((one) => one instanceof Error);
      const words = said.filter((one) => typeof one === 'string').join(' ');
      const code = level === 'warn' || level === 'error' ? { code: 'slack_library' } : {};
      log[level](
        { ...code, ...(error && { error: error.message }) },
        words || error?.message || 'Slack',
      );
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
