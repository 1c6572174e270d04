import type { FailureCode } from '../runbook/failures.js';
import { DatabaseAwayError } from '../storage/database-watch.js';
import type { Desk } from './desk.js';

/**
 * product.md «Rules»: every click is answered. What came of the work, or the refusal of somebody whom
 * the bot itself fails: soon, for while its database is away nobody waits for a connection. `about`
 * names the work in the log.
 */
export async function answered<T>(
  { database, log }: Pick<Desk, 'database' | 'log'>,
  about: Readonly<Record<string, unknown>>,
  work: () => Promise<T>,
  refuse: (code: FailureCode) => T,
): Promise<T> {
  try {
    return await database.whileThere(work);
  } catch (error) {
    const isAway = error instanceof DatabaseAwayError || (await database.isAway());
    const code = isAway ? 'database_unavailable' : 'internal';
    log.error({ err: error, code, ...about }, 'somebody could not be answered as they should');
    return refuse(code);
  }
}
