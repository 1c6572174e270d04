import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';

export interface ReadingOn {
  readonly runId: string;
  /** The number of the trouble that it reads on for. */
  readonly trouble: number;
  /** The first is 1. */
  readonly look: number;
}

/**
 * product.md «Still processing at the limit»: one look at what may still take effect, and the next
 * one in 5 min, for 24 h. A run that completed goes on by itself.
 */
export async function readOn(_engine: Engine, _parts: Parts, _reading: ReadingOn): Promise<void> {}
