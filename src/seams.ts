import type { Pool } from 'pg';

/**
 * Where the bot touches what outlives it. Every durable write goes through the one pool, and every
 * call to the outside goes through `call`. The bot itself puts nothing there (`SEAMLESS`); a test
 * stands there to end the process before or after any of them, or to let one fail.
 */
export interface Seams {
  /** Our rows and the engine's. */
  readonly pool: (pool: Pool) => Pool;
  readonly call: Around;
}

/** One try of a call to the outside, by its name: `orders cancel`, `slack chat.postMessage`. */
export type Around = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/**
 * A call that must not go out any more: what stands around the calls throws it before the first byte.
 * Nobody may take it for a call that failed; every `catch` around a call passes it on.
 */
export class ForbiddenCallError extends Error {
  override readonly name = 'ForbiddenCallError';
}

export const PLAINLY: Around = (_, work) => work();

export const SEAMLESS: Seams = { pool: (pool) => pool, call: PLAINLY };
