import type { Figure } from './shape.js';

/** What a figure comes to beside its bound. */
export interface Verdict {
  /** The ratio where the bound is one, else the figure itself. */
  readonly value: number;
  readonly reached: boolean;
}

/**
 * Undefined where nothing is to be reached.
 * @throws Error where the bound names something that was not measured beside it
 */
export function verdictOn({ what, bot, beside, bound }: Figure): Verdict | undefined {
  if (!bound) return undefined;
  const value = bound.times === undefined ? bot : bot / measured(beside?.[bound.times], what);
  const reached = bound.kind === 'at_most' ? value <= bound.limit : value >= bound.limit;
  return { value, reached };
}

function measured(value: number | undefined, what: string): number {
  if (value === undefined) throw new Error(`${what}: what it is held against was not measured`);
  return value;
}
