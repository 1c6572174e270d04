import type { Evidence } from '../evidence.js';

/** What was promised and not kept. */
export interface Violation {
  /** The promise, by its name. */
  readonly invariant: string;
  readonly detail: string;
}

/** A promise: what in this world's evidence breaks it, a line each. */
export type Invariant = (evidence: Evidence) => readonly string[];
