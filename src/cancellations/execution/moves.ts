import type { Engine } from '../../engine/engine.js';
import type { Policy } from '../../runbook/policy.js';
import type { PostCheck } from '../../runbook/post-checks.js';
import type { Parts } from '../parts.js';
import type { Effect } from '../run/effect.js';
import { type HistoryEntry, withHistory } from '../run/history.js';
import { type Cancellation, requestOf } from '../run/record.js';
import type { Decide } from '../run/records.js';
import type { Trouble } from '../run/trouble.js';
import { nextTrouble } from '../trouble/escalation.js';
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
    const isSending = run.state === 'executing' || run.state === 'rolling_back';
    if (!isSending || run.history.at(-1)?.code === code) return undefined;
    const event = code === 'rate_limited' ? 'rate_limited' : 'retrying';
    const { runId, orderId } = run;
    return {
      run: withHistory(run, { event, at, code }),
      audit: [{ event, runId, orderId, data: { code, attempt } }],
    };
  });
}

/** The first sight of the completed cancellation: the rollback window runs from here. */
export async function recordCancelled(engine: Engine, parts: Parts, errand: Errand): Promise<void> {
  await moveOnce(engine, parts, errand, 'record cancelled', (run, at) => {
    if (run.state !== 'executing' && run.state !== 'processing') return undefined;
    const { runId, orderId, intent } = run;
    return {
      run: withHistory(
        {
          ...{ ...requestOf(run), state: 'verifying', intent },
          effect: effectSeen(at, parts.policy),
        },
        { event: 'cancelled', at },
      ),
      audit: [{ event: 'cancelled', runId, orderId, data: { key: intent.key } }],
      thread: [{ milestone: 'cancelled', at, mentions: [] }],
    };
  });
}

/** product.md «The rollback window»: it runs from the moment the bot first sees the completion. */
export function effectSeen(at: number, { rollbackWindow }: Pick<Policy, 'rollbackWindow'>): Effect {
  return { cancelledAt: at, windowEndsAt: at + rollbackWindow, window: 'open', postChecks: [] };
}

/** What the post-checks say by now, for the card. False where nobody waits for them any more. */
export async function recordChecks(
  engine: Engine,
  parts: Parts,
  errand: Errand,
  round: number,
  postChecks: readonly PostCheck[],
): Promise<boolean> {
  return moveOnce(engine, parts, errand, `record post-checks ${round}`, (run) => {
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
    const line: HistoryEntry = { event: as, at, code };
    const effect = run.state === 'verifying' ? { effect: run.effect } : {};
    const next: Cancellation =
      end.as === 'refused'
        ? { ...requestOf(run), state: 'refused', intent, refusal: { code, detail, at } }
        : {
            ...{ ...requestOf(run), state: 'troubled', intent, ...effect },
            trouble: troubleOf(end, nextTrouble(run), at),
          };
    const { requestId } = end;
    parts.log.warn({ run: runId, order: orderId, code, requestId }, `cancellation ${as}`);
    const milestone = end.as === 'troubled' && end.level === 2 ? 'blocked' : as;
    return {
      run: withHistory(next, line),
      audit: [{ event: as, runId, orderId, data: endData(end, intent.key) }],
      thread: [
        {
          ...{ milestone, at, code, mentions: people(run, errand) },
          ...(inChannel && { detail: inChannel }),
        },
      ],
    };
  });
}

/** What the trail keeps of an end without the effect: why, what is known, and by which call. */
export function endData(end: Ended, key: string): Readonly<Record<string, unknown>> {
  const { code, found, requestId } = end;
  const needs = end.as === 'troubled' && { level: end.level, known: end.known };
  return { code, detail: found.detail, key, ...(requestId && { requestId }), ...needs };
}

/** product.md «Still processing at the limit»: the bot goes on reading for so long. ms */
const READ_ON_FOR = 24 * 60 * 60_000;

/** The end as the run's trouble. */
export function troubleOf(
  { code, found, requestId, ...end }: Extract<Ended, { as: 'troubled' }>,
  number: number,
  at: number,
): Trouble {
  const { level, known, goOn, tried, readsOn, accepted } = end;
  return {
    ...{ number, level, code, detail: found.detail, at, known, goOn, tried: [...tried] },
    ...(found.inChannel && { inChannel: found.inChannel }),
    ...(requestId && { requestId }),
    ...(accepted && { accepted }),
    ...(readsOn && { readOnUntil: at + READ_ON_FOR }),
  };
}

/**
 * A move as a step. False where the run is not this errand's any more: it has begun another stretch
 * of work, or its rollback.
 */
export async function moveOnce(
  engine: Engine,
  { records }: Pick<Parts, 'records'>,
  { runId, turn }: Pick<Errand, 'runId' | 'turn'>,
  name: string,
  decide: Decide,
): Promise<boolean> {
  return engine.step(name, async () => {
    let isOurs = false;
    await records.move(runId, (run, ...when) => {
      isOurs = run.turn === turn;
      return isOurs ? decide(run, ...when) : undefined;
    });
    return isOurs;
  });
}

/** Who must be notified of an end: requester and acting person, each once. */
export function people(run: Cancellation, { actor }: Pick<Errand, 'actor'>): string[] {
  return [...new Set([run.requester.slackId, actor.slackId])];
}
