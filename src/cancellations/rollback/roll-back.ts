import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';

/** Runbook «Rollback Procedure» 2, durably. Key and person were recorded by the submit. */
export async function rollBack(_engine: Engine, _parts: Parts, _runId: string): Promise<void> {}
