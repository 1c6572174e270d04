import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RESULTS } from '../harness/paths.js';
import type { Figure } from '../shape.js';
import { machine, type Result } from './result.js';

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
 * The rows as they stand on the page, some of them to be measured anew.
 *
 * @throws Error where there are none, or where they are of another machine
 */
export async function lastRows(): Promise<readonly Result[]> {
  const last = lastRun.parse(JSON.parse(await readFile(join(RESULTS, 'latest.json'), 'utf8')));
  if (last.machine !== machine()) {
    throw new Error(`The page's rows are of another machine, ${last.machine}: measure all of them`);
  }
  return last.results;
}
