import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import type { Act } from './act.js';
import { awaitCompletion, type Completion } from './await-completion.js';
import { type CancelErrand, havingTried, type Outcome, paceOf } from './errand.js';
import { lookUpDurably } from './look-up-cancellation.js';
import { recordCancelled, recordEnd, recordProcessing } from './moves.js';
import { settleRefusal } from './refusals.js';
import { send } from './send.js';
import { verify } from './verify.js';

/**
 * Runbook «Procedure» 3 and 4 and «Post-checks», durably: each step's result is recorded, and a
 * restart goes on behind the last one. Key, body and person were recorded by the confirm. After
 * Retry it goes on from the step that failed, as the row says.
 */
export async function cancelOrder(engine: Engine, parts: Parts, runId: string): Promise<void> {
  const errand = await engine.step('read the intent', () => errandOf(parts, runId));
  if (!errand) return;
  if (errand.from === 'verifying') return verify(engine, parts, errand);

  const sent: Outcome =
    errand.from === 'processing'
      ? { kind: 'in_flight', accepted: errand.accepted }
      : await send(engine, parts, errand, cancelling(engine, parts, errand));
  if (sent.kind === 'ended') return recordEnd(engine, parts, errand, sent);

  if (sent.kind === 'in_flight') await recordProcessing(engine, parts, errand, sent.accepted);
  const completion = await awaitCompletion(engine, parts, errand, sent);
  if (completion.kind === 'polls_later') return;
  const requestId = sent.kind === 'in_flight' ? sent.requestId : undefined;
  await complete(engine, parts, errand, completion, requestId);
}

/** What comes behind the polls. `requestId` is that of the call that was accepted. */
export async function complete(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
  completion: Completion,
  requestId: string | undefined,
): Promise<void> {
  if (completion.kind === 'ended') {
    return recordEnd(engine, parts, errand, havingTried(completion, [], requestId));
  }
  await recordCancelled(engine, parts, errand);
  await verify(engine, parts, errand);
}

/** What is at work for the run by its row; null where nothing is. */
export async function errandOf(parts: Parts, runId: string): Promise<CancelErrand | null> {
  const run = await parts.records.find(runId);
  const isAtWork =
    run?.state === 'executing' || run?.state === 'processing' || run?.state === 'verifying';
  if (!isAtWork) return null;
  const { orderId, turn, intent, state } = run;
  return {
    ...{ runId, orderId, turn, intent, key: intent.key, actor: intent.actor },
    ...{ pace: paceOf(parts.policy), from: state },
    accepted: run.state === 'processing' && run.accepted,
    going: {
      attempts: await parts.records.attemptsOf(intent.key),
      maySend: run.state === 'executing' && run.maySend,
      mayHaveStarted: run.state !== 'executing' || run.mayHaveStarted,
    },
  };
}

function cancelling(engine: Engine, parts: Parts, errand: CancelErrand): Act {
  const { orderId, intent } = errand;
  return {
    name: 'cancel',
    post: (calls) => calls.cancel(orderId, intent.key, intent.body),
    lookUp: (when) => lookUpDurably(engine, parts, errand, when),
    settle: (refusal, mayHaveStarted) =>
      settleRefusal(engine, parts, errand, refusal, mayHaveStarted),
  };
}
