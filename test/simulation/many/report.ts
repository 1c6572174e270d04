import { z } from 'zod';
import type { Played } from '../play.js';

/** The last lines of a failed seed's trace: enough to see what it is about. */
const TAIL = 40;

const figuresSchema = z.object({
  runs: z.number(),
  clicks: z.number(),
  kills: z.number(),
  takeovers: z.number(),
  effects: z.number(),
  statements: z.number(),
  virtualMs: z.number(),
});

/** What became of a seed, as it is told between processes. */
export const reportSchema = z.object({
  seed: z.number(),
  violations: z.array(z.object({ invariant: z.string(), detail: z.string() })),
  trace: z.array(z.string()),
  struck: z.record(z.string(), z.number()),
  figures: figuresSchema,
});
export type Report = z.infer<typeof reportSchema>;

/** Of a seed that held, the figures alone, unless its trace is asked for. */
export function reportOf(played: Played, withTrace: boolean): Report {
  const { seed, violations, trace, struck, figures } = played;
  const told = withTrace ? trace : violations.length > 0 ? trace.slice(-TAIL) : [];
  return {
    ...{ seed, violations: [...violations], trace: [...told] },
    ...{ struck: Object.fromEntries(struck), figures },
  };
}
