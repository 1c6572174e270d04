export type Level = 'ok' | 'warn' | 'fail';

/** What a look at one thing showed: a line of the doctor's. */
export interface Finding {
  readonly about: string;
  /** `warn`: the bot runs, and somebody should know. `fail`: it does not do all that it is for. */
  readonly level: Level;
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export function ok(about: string, found: string): Finding {
  return { about, level: 'ok', found };
}

export function warn(about: string, found: string, advice: string): Finding {
  return { about, level: 'warn', found, advice };
}

export function fail(about: string, found: string, advice: string): Finding {
  return { about, level: 'fail', found, advice };
}
