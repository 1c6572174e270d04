import type { Logger } from 'pino';

/** What DBOS asks of a logger (its `DLogger`). */
interface DbosLogger {
  info(entry: unknown): void;
  debug(entry: unknown): void;
  warn(entry: unknown): void;
  error(entry: unknown, metadata?: { readonly error?: unknown }): void;
}

/**
 * DBOS speaks into our log: its chatter at `debug`, warnings and errors as what they are. `told` is
 * what was logged already, with its workflow's id.
 */
export function dbosLog(log: Logger, told: WeakSet<object>): DbosLogger {
  const engine = log.child({ part: 'engine' });
  return {
    info: (entry) => engine.debug(words(entry)),
    debug: (entry) => engine.debug(words(entry)),
    warn: (entry) =>
      isNews(entry) ? engine.warn({ code: 'engine' }, words(entry)) : engine.debug(words(entry)),
    error(entry, metadata) {
      const error = metadata?.error ?? entry;
      if (error instanceof Error) {
        if (!told.has(error)) engine.error({ err: error, code: 'engine' }, error.message);
      } else engine.error({ code: 'engine' }, words(entry));
    },
  };
}

/**
 * That workflows are left for the next start is how a shutdown is meant to be; and one that is started
 * again, while it waits in a queue after a takeover, is left alone.
 */
function isNews(entry: unknown): boolean {
  return !/^Shutting down while|^Workflow \(.*\) already exists in queue/.test(words(entry));
}

function words(entry: unknown): string {
  return entry instanceof Error ? entry.message : String(entry);
}
