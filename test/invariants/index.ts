import type { Evidence, Violation } from './evidence.js';
import * as orders from './orders.js';
import * as runs from './runs.js';
import * as telling from './telling.js';

export const INVARIANTS = { ...orders, ...runs, ...telling };

/** Every promise that was broken; none, as it should be. */
export function checkAll(evidence: Evidence): readonly Violation[] {
  return Object.values(INVARIANTS).flatMap((invariant) => invariant(evidence));
}
