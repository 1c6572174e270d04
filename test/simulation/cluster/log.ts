import { type Logger, pino } from 'pino';
import { z } from 'zod';

const lineSchema = z
  .looseObject({ msg: z.string(), err: z.unknown(), error: z.unknown() })
  .partial();

/** What a replica logged as an error. */
export interface LoggedError {
  readonly message: string;
  /** The error's own words, where there was one. */
  readonly error: string;
}

/** A replica's log: its errors are told, the rest is nobody's concern here. */
export function errorLog(told: (error: LoggedError) => void): Logger {
  return pino(
    { level: 'error', base: null, timestamp: false },
    {
      write(line) {
        const { msg = '', err, error: said } = lineSchema.parse(JSON.parse(line));
        const error =
          z.looseObject({ message: z.string() }).safeParse(err).data?.message ?? String(said ?? '');
        told({ message: msg, error });
      },
    },
  );
}
