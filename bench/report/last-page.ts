import { z } from 'zod';
import type { Figure } from '../shape.js';
import type { Result } from './result.js';

/** `write` has left it: what stands in it was a figure then. */
const isFigure = (value: unknown) => typeof value === 'object' && value !== null && 'bot' in value;

const lastRun = z.object({
  machine: z.string(),
  results: z.array(
    z.object({
      ...{ name: z.string(), target: z.string(), at: z.string() },
      figures: z.array(z.custom<Figure>(isFigure)),
    }),
  ),
});

/**
 * The rows as they stand on the page by the JSON of its run, some of them to be measured anew on `machine`.
 *
 * @throws Error where they are of another machine: rows of two would stand side by side
 */
export function rowsOf(json: string, machine: string): readonly Result[] {
  const last = lastRun.parse(JSON.parse(json));
  if (last.machine !== machine) {
    throw new Error(`The page's rows are of another machine, ${last.machine}: measure all of them`);
  }
  return last.results;
}
