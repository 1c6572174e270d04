import { cpus, totalmem } from 'node:os';
import type { Figure } from '../shape.js';

/** What one row came to. */
export interface Result {
  readonly name: string;
  /** When it was measured, ISO 8601. */
  readonly at: string;
  readonly target: string;
  readonly figures: readonly Figure[];
}

/** All that a run leaves behind. */
export interface Run {
  /** ISO 8601. */
  readonly at: string;
  readonly quick: boolean;
  /** What it ran on, in words. */
  readonly machine: string;
  readonly results: readonly Result[];
}

export function machine(): string {
  const [first, ...others] = cpus();
  const memory = Math.round(totalmem() / 1_000_000_000);
  return `${others.length + 1} × ${first?.model ?? 'CPU'}, ${memory} GB, Node ${process.version}`;
}
