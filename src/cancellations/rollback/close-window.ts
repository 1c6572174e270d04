import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';

/** The rollback window closes by itself: the card changes, and the database's clock decides. */
export async function closeWindow(_engine: Engine, _parts: Parts, _runId: string): Promise<void> {}
