import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import type { Clock } from '../../storage/clock.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import { reading, readRole } from '../request/look.js';
import { type Press, type Refused, refusePress } from '../request/second-look.js';
import { withHistory } from '../run/history.js';
import type { Rollback } from '../run/intent.js';
import { type Cancellation, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';
import { NO_REASON } from './reinstate.js';
import { standingOf } from './standing.js';
import { type Cancelled, isCancelled, mayNotRollBack } from './window.js';

/** Whether this person may roll back now: the role, and the window by the database's clock. */
export type MayRollBack =
  | { readonly kind: 'may'; readonly run: Cancellation; readonly windowEndsAt: number }
  | Refused;

export type RolledBack =
  /** The reinstatement is recorded and under way. */
  | { readonly kind: 'rolling_back'; readonly run: Cancellation }
  /** The order service allows no way back; nothing was sent, and the ticket is offered. */
  | { readonly kind: 'not_eligible'; readonly run: Cancellation; readonly detail: string }
  | Refused;

/** «Roll back» pressed: before the modal asks once more. */
export async function mayRollBack(parts: Parts, press: Press): Promise<MayRollBack> {
  const may = await whetherItMay(parts, press);
  if (may.kind === 'refused') return may;
  const { runId, orderId } = may.run;
  const data = { windowEndsAt: may.windowEndsAt };
  const actor = press.person.slackId;
  await parts.records.note({ event: 'rollback_asked', runId, orderId, actor, data });
  return may;
}

async function whetherItMay(parts: Parts, press: Press): Promise<MayRollBack> {
  const asked = await parts.records.find(press.runId);
  if (!asked) return { kind: 'refused', code: 'no_such_run' };
  const role = await readRole(parts, press.person);
  if (role.word !== 'passed') {
    await refusePress(parts, press, asked, role.code);
    return { kind: 'refused', code: role.code, detail: role.found };
  }
  let code: FailureCode | undefined;
  const run = await parts.records.move(press.runId, (now, _at, clock) => {
    code = mayNotRollBack(now, clock, parts.policy.clockSkew);
    return undefined;
  });
  if (parts.paused) code ??= 'paused';
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  if (code || !isCancelled(run)) return refusePress(parts, press, run, code ?? 'decided');
  return { kind: 'may', run, windowEndsAt: run.effect.windowEndsAt };
}

/**
 * The modal's submit (runbook «Rollback Procedure» 1): role and window once more, then eligibility;
 * only then key and person are recorded, in one move that asks for the window again.
 */
export async function askRollback(parts: Parts, press: Press): Promise<RolledBack> {
  const may = await whetherItMay(parts, press);
  if (may.kind === 'refused') return may;
  const calls = parts.orders.as(press.person.userId, LOOK_PATIENCE);
  const eligibility = await reading(calls.eligibility(may.run.orderId));
  if (!eligibility.read) {
    const { code, detail } = eligibility;
    return { ...(await refusePress(parts, press, may.run, code)), ...(detail && { detail }) };
  }
  const { eligible, reason = NO_REASON } = eligibility.value;
  const decide = eligible ? beginning(press, uuid()) : notEligible(press, reason);
  let code: FailureCode | undefined;
  const run = await parts.records.move(press.runId, (now, at, clock) => {
    code = mayNotRollBack(now, clock, parts.policy.clockSkew);
    return code || !isCancelled(now) ? undefined : decide(now, at, clock);
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  if (code) return refusePress(parts, press, run, code);
  return eligible ? { kind: 'rolling_back', run } : { kind: 'not_eligible', run, detail: reason };
}

type Deciding = (run: Cancelled, at: number, clock: Clock) => Move;

function beginning({ person }: Press, key: string): Deciding {
  return (run, at) => {
    const { runId, orderId, intent } = run;
    const { notRolledBack: _, ...effect } = run.effect;
    const by = person.slackId;
    const formerStatus = formerStatusOf(run);
    const rollback: Rollback = { key, actor: person, recordedAt: at, formerStatus };
    return {
      run: withHistory(
        {
          ...{ ...requestOf(run), state: 'rolling_back', intent, effect, rollback },
          ...{ before: standingOf(run), maySend: true, mayHaveStarted: false },
          turn: run.turn + 1,
        },
        { event: 'rollback_confirmed', at, by },
      ),
      audit: [
        {
          ...{ event: 'rollback_confirmed', runId, orderId, actor: by },
          data: { key, userId: person.userId, eligible: true },
        },
      ],
      thread: [{ milestone: 'rollback_started', at, by, mentions: [] }],
    };
  };
}

function notEligible({ person }: Press, reason: string): Deciding {
  return (run, at) => {
    const { runId, orderId, effect, requester } = run;
    const by = person.slackId;
    const code = 'not_eligible';
    return {
      run: withHistory(
        { ...run, effect: { ...effect, notRolledBack: { code, detail: reason, at, by } } },
        { event: 'not_rolled_back', at, by, code },
      ),
      audit: [
        {
          event: 'not_eligible',
          runId,
          orderId,
          actor: by,
          data: { code, eligible: false, reason },
        },
      ],
      thread: [
        {
          milestone: 'not_rolled_back',
          at,
          by,
          code,
          mentions: [...new Set([requester.slackId, by])],
        },
      ],
    };
  };
}

/** The order's status as the look found it that was confirmed: it could be cancelled then. */
function formerStatusOf({ verdicts }: Cancellation): string {
  return verdicts.find(({ check }) => check === 'status')?.found ?? 'unknown';
}
