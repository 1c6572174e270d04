import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { awaitCompletion } from './await-completion.js';
import { type Errand, paceOf } from './errand.js';
import { recordCancelled, recordEnd, recordProcessing } from './moves.js';
import { send } from './send.js';
import { verify } from './verify.js';

/**
 * Runbook «Procedure» 3 and 4 and «Post-checks», durably: each step's result is recorded, and a
 * restart goes on behind the last one. Key, body and person were recorded by the confirm.
 */
export async function cancelOrder(engine: Engine, parts: Parts, runId: string): Promise<void> {
  const errand = await engine.step<Errand | null>('read the intent', async () => {
    const run = await parts.records.find(runId);
    return run && 'intent' in run
      ? { runId, orderId: run.orderId, intent: run.intent, pace: paceOf(parts.policy) }
      : null;
  });
  if (!errand) return;

  const sent = await send(engine, parts, errand);
  if (sent.kind === 'ended') return recordEnd(engine, parts, errand, sent);

  if (sent.kind === 'in_flight') await recordProcessing(engine, parts, errand, sent.accepted);
  const completion = await awaitCompletion(engine, parts, errand, sent);
  if (completion.kind === 'ended') return recordEnd(engine, parts, errand, completion);

  await recordCancelled(engine, parts, errand);
  await verify(engine, parts, errand);
}
