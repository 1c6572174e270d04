import type { Engine } from '../../engine/engine.js';
import {
  type Ended,
  type Errand,
  havingTried,
  type Outcome,
  own,
  paceOf,
  quoted,
  troubled,
} from '../execution/errand.js';
import { endData, moveOnce, troubleOf } from '../execution/moves.js';
import { send } from '../execution/send.js';
import { stopwatch } from '../execution/stopwatch.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { withHistory } from '../run/history.js';
import type { Cancellation, In } from '../run/record.js';
import type { Move } from '../run/records.js';
import { nextTrouble } from '../trouble/escalation.js';
import { reinstating } from './reinstate.js';
import { isReinstated, rollbackPeople, rolledBack } from './rollback-moves.js';
import { standingAgain } from './standing.js';

/** Nothing is sent: only the order's status is read. */
const ALREADY_SENT: Outcome = { kind: 'in_flight', accepted: true };

type Reinstated = { readonly kind: 'reinstated'; readonly status: string };

/**
 * Runbook «Rollback Procedure» 2, durably: key and person were recorded by the submit. The POST with
 * the care of a cancellation, then the order's status is read until the former state is back.
 */
export async function rollBack(engine: Engine, parts: Parts, runId: string): Promise<void> {
  const errand = await engine.step('read the rollback', () => errandOf(parts, runId));
  if (!errand) return;
  // Retry polls, and never sends, where the reinstatement was taken or seen.
  const sent = errand.going.maySend
    ? await send(engine, parts, errand, reinstating(engine, parts, errand))
    : ALREADY_SENT;
  const seen = sent.kind === 'ended' ? sent : await awaitReinstatement(engine, parts, errand);
  const requestId = sent.kind === 'in_flight' ? sent.requestId : undefined;
  const end = seen.kind === 'ended' ? havingTried(seen, [], requestId) : seen;
  await moveOnce(engine, parts, errand, 'record the end', (run, at) => {
    if (run.state !== 'rolling_back') return undefined;
    if (end.kind === 'reinstated') return rolledBack(run, end.status, at);
    const { runId: id, orderId } = run;
    const { code } = end;
    parts.log.warn(
      { run: id, order: orderId, code, requestId: end.requestId },
      `rollback ${end.as}`,
    );
    return end.as === 'refused' ? notRolledBack(run, end, at) : inTrouble(run, end, at);
  });
}

async function errandOf(parts: Parts, runId: string): Promise<Errand | null> {
  const run = await parts.records.find(runId);
  if (run?.state !== 'rolling_back') return null;
  const { orderId, turn, rollback, maySend, mayHaveStarted } = run;
  const { key, actor } = rollback;
  const attempts = await parts.records.attemptsOf(key);
  return {
    ...{ runId, orderId, turn, key, actor, pace: paceOf(parts.policy) },
    going: { attempts, maySend, mayHaveStarted },
  };
}

/** Polls the order's status until it is one that can be cancelled again (POLL_TIMEOUT at most). */
async function awaitReinstatement(
  engine: Engine,
  parts: Parts,
  errand: Errand,
): Promise<Reinstated | Ended> {
  const { pollInterval, pollTimeout } = errand.pace;
  const taken = stopwatch(await engine.now());
  for (let poll = 1; ; poll += 1) {
    const seen = await engine.step(`poll ${poll}`, () =>
      reading(callsFor(parts, errand.actor).status(errand.orderId)),
    );
    if (seen.read && isReinstated(seen.value)) return { kind: 'reinstated', status: seen.value };
    const left = pollTimeout - taken(await engine.now());
    if (left <= 0) {
      const tried = [`read the order's status ${poll === 1 ? 'once' : `${poll} times`}`];
      const needs = { goOn: 'poll', readsOn: true, tried } as const;
      if (seen.read && seen.value === 'cancelled') {
        return troubled('still_cancelled', own('the order is still cancelled'), {
          ...needs,
          known: 'cancelled',
        });
      }
      const found = seen.read
        ? quoted(`the order's status is ${seen.value}`)
        : own(`the order's status could not be read (${seen.code})`);
      return troubled('outcome_unknown', found, { ...needs, known: 'unknown' });
    }
    await engine.sleep(Math.min(pollInterval, left));
  }
}

/** Refused for good, and nothing took effect: the run stands where it stood. */
function notRolledBack(
  run: In<'rolling_back'>,
  end: Extract<Ended, { as: 'refused' }>,
  at: number,
): Move {
  const { runId, orderId, rollback, effect } = run;
  const by = rollback.actor.slackId;
  const { code, found } = end;
  const { inChannel } = found;
  const again: Cancellation = standingAgain({
    ...run,
    effect: { ...effect, notRolledBack: { code, ...found, at, by } },
  });
  return {
    run: withHistory(again, { event: 'not_rolled_back', at, code }),
    audit: [{ event: 'not_rolled_back', runId, orderId, data: endData(end, rollback.key) }],
    thread: [
      {
        ...{ milestone: 'not_rolled_back', at, by, code, mentions: rollbackPeople(run) },
        ...(inChannel && { detail: inChannel }),
      },
    ],
  };
}

function inTrouble(
  run: In<'rolling_back'>,
  end: Extract<Ended, { as: 'troubled' }>,
  at: number,
): Move {
  const { runId, orderId, rollback } = run;
  const { maySend: _, mayHaveStarted: __, ...rest } = run;
  const { code, found, level } = end;
  const { inChannel } = found;
  return {
    run: withHistory(
      { ...rest, state: 'rollback_troubled', trouble: troubleOf(end, nextTrouble(run), at) },
      { event: 'troubled', at, code },
    ),
    audit: [{ event: 'rollback_troubled', runId, orderId, data: endData(end, rollback.key) }],
    thread: [
      {
        ...{ milestone: level === 2 ? 'blocked' : 'troubled', at, code },
        ...{ mentions: rollbackPeople(run), ...(inChannel && { detail: inChannel }) },
      },
    ],
  };
}
