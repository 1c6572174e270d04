import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';

/** product.md «Level 3»: asks again until somebody acknowledges, and reminds those who did. */
export async function watchEscalation(
  _engine: Engine,
  _parts: Parts,
  _escalationId: string,
): Promise<void> {}
