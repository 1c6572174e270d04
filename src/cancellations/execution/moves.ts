import type { Engine } from '../../engine/engine.js';
import type { PostCheck } from '../../runbook/post-checks.js';
import type { Parts } from '../parts.js';
import { type Cancellation, type HistoryEntry, requestOf, withHistory } from '../run/record.js';
import type { Decide } from '../run/records.js';
import type { Ended, Errand } from './errand.js';

/*
 * The moves of an execution. Each is a step whose move asks the row first: run again after a crash,
 * or by a replica that was only asleep, it finds the row moved and leaves it.
 */

/** The order service has taken the cancellation, or is seen to be at one. */
export async function recordProcessing(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  accepted: boolean,
): Promise<void> {
  await moveOnce(engine, parts, errand, 'record processing', (run, at) => {
    if (run.state !== 'executing') return undefined;
    const { intent } = run;
    const audit = [{ event: 'processing', data: { accepted } }];
    return {
      run: withHistory(
        { ...requestOf(run), state: 'processing', intent, accepted, since: at },
        { event: 'processing', at },
      ),
      audit: audit.map((event) => ({ ...event, runId: run.runId, orderId: run.orderId })),
      thread: [{ milestone: 'processing', at, mentions: [] }],
    };
  });
}

/** Level 1 is at work: said on the card, once for each stretch of the same trouble. */
export async function recordWaiting(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  attempt: number,
  code: 'rate_limited' | 'order_service_unavailable',
): Promise<void> {
  await moveOnce(engine, parts, errand, `record the wait after try ${attempt}`, (run, at) => {
    if (run.state !== 'executing' || run.history.at(-1)?.code === code) return undefined;
    const event = code === 'rate_limited' ? 'rate_limited' : 'retrying';
    return { run: withHistory(run, { event, at, code }), audit: [] };
  });
}

/** The first sight of the completed cancellation: the rollback window runs from here. */
export async function recordCancelled(engine: Engine, parts: Parts, errand: Errand): Promise<void> {
  await moveOnce(engine, parts, errand, 'record cancelled', (run, at) => {
    if (run.state !== 'executing' && run.state !== 'processing') return undefined;
    const { runId, orderId, intent } = run;
    const effect = {
      cancelledAt: at,
      windowEndsAt: at + parts.policy.rollbackWindow,
      postChecks: [],
    };
    return {
      run: withHistory(
        { ...requestOf(run), state: 'verifying', intent, effect },
        { event: 'cancelled', at },
      ),
      audit: [{ event: 'cancelled', runId, orderId, data: { key: intent.key } }],
      thread: [{ milestone: 'cancelled', at, mentions: [] }],
    };
  });
}

/** What the post-checks say by now, for the card. */
export async function recordChecks(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  round: number,
  postChecks: readonly PostCheck[],
): Promise<void> {
  await moveOnce(engine, parts, errand, `record post-checks ${round}`, (run) => {
    if (run.state !== 'verifying') return undefined;
    if (JSON.stringify(run.effect.postChecks) === JSON.stringify(postChecks)) return undefined;
    const { runId, orderId } = run;
    return {
      run: { ...run, effect: { ...run.effect, postChecks: [...postChecks] } },
      audit: [{ event: 'post_checks', runId, orderId, data: { postChecks } }],
    };
  });
}

/** The verified end. */
export async function recordVerified(engine: Engine, parts: Parts, errand: Errand): Promise<void> {
  await moveOnce(engine, parts, errand, 'record verified', (run, at) => {
    if (run.state !== 'verifying') return undefined;
    const { runId, orderId, intent, effect } = run;
    return {
      run: withHistory(
        { ...requestOf(run), state: 'cancelled', intent, effect },
        { event: 'checked', at },
      ),
      audit: [{ event: 'verified', runId, orderId }],
      thread: [{ milestone: 'verified', at, mentions: people(run, errand) }],
    };
  });
}

/** The execution is over without a verified cancellation: refused for good, or in trouble. */
export async function recordEnd(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  end: Ended,
): Promise<void> {
  await moveOnce(engine, parts, errand, 'record the end', (run, at) => {
    const isRunning =
      run.state === 'executing' || run.state === 'processing' || run.state === 'verifying';
    if (!isRunning) return undefined;
    const { runId, orderId, intent } = run;
    const { as, code, found } = end;
    const { detail, inChannel } = found;
    const trouble = { code, detail, at };
    const line: HistoryEntry = { event: as, at, code };
    const effect = run.state === 'verifying' ? { effect: run.effect } : {};
    const next: Cancellation =
      as === 'refused'
        ? { ...requestOf(run), state: 'refused', intent, trouble }
        : { ...requestOf(run), state: 'troubled', intent, trouble, ...effect };
    parts.log.warn({ run: runId, order: orderId, code }, `cancellation ${as}`);
    return {
      run: withHistory(next, line),
      audit: [{ event: as, runId, orderId, data: { code, detail, key: intent.key } }],
      thread: [
        {
          ...{ milestone: as, at, code, mentions: people(run, errand) },
          ...(inChannel && { detail: inChannel }),
        },
      ],
    };
  });
}

async function moveOnce(
  engine: Engine,
  { records }: Parts,
  { runId }: Errand,
  name: string,
  decide: Decide,
): Promise<void> {
  await engine.step(name, async () => {
    await records.move(runId, decide);
    return null;
  });
}

/** Who must be notified of an end: requester and approver, each once. */
function people(run: Cancellation, { intent }: Errand): string[] {
  return [...new Set([run.requester.slackId, intent.actor.slackId])];
}
