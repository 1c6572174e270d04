import type { Entry } from '../../src/audit/chain.js';
import { Inspection } from '../../src/audit/inspection.js';

/** The number of the first entry that `npm run audit -- verify` would name; undefined where all is well. */
export function firstBreak(entries: Iterable<Entry>): number | undefined {
  const inspection = new Inspection();
  for (const entry of entries) inspection.take(entry);
  return inspection.end().findings[0]?.seq;
}
