import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import type { Clock } from '../../storage/clock.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import { reading, readRole } from '../request/look.js';
import { type Press, type Refused, refusePress } from '../request/second-look.js';
import { isWindowOpen, windowClock } from '../run/effect.js';
import { withHistory } from '../run/history.js';
import type { Rollback } from '../run/intent.js';
import type { Cancellation, In } from '../run/record.js';
import type { Move } from '../run/records.js';
import { NO_REASON } from './reinstate.js';
import { isReinstated } from './rollback-moves.js';

type RetriedRollback = { readonly kind: 'going_on'; readonly run: Cancellation } | Refused;

/** How a retry goes on: with the key that was recorded, or with a new one because that is spent. */
interface Going {
  readonly maySend: boolean;
  readonly anew?: string;
}

/**
 * «Retry» and «Check again» of a rollback (product.md «Keys»). What was recorded inside of the window
 * may be sent again after it with its key and person; a new key is a new rollback, and needs the window.
 */
export async function retryRollback(
  parts: Parts,
  press: Press,
  run: In<'rollback_troubled'>,
): Promise<RetriedRollback> {
  const role = await readRole(parts, press.person);
  if (role.word !== 'passed') return refuse(parts, press, run, role.code, role.found);
  const going = await goingOf(parts, press, run);
  if ('kind' in going) return going;

  const { number } = run.trouble;
  let code: FailureCode | undefined;
  const moved = await parts.records.move(press.runId, (now, at, clock) => {
    code =
      now.state !== 'rollback_troubled' || now.trouble.number !== number ? 'decided' : undefined;
    if (code || now.state !== 'rollback_troubled') return undefined;
    if (going.anew) code = windowClosed(now, clock, parts.policy.clockSkew);
    return code ? undefined : goingOn(now, press, going, at);
  });
  if (!moved) return { kind: 'refused', code: 'no_such_run' };
  return code ? refusePress(parts, press, moved, code) : { kind: 'going_on', run: moved };
}

/** What the order shows now decides: what is back is not sent for, what is refused not again. */
async function goingOf(
  parts: Parts,
  press: Press,
  run: In<'rollback_troubled'>,
): Promise<Going | Refused> {
  const { orderId, trouble } = run;
  const calls = parts.orders.as(press.person.userId, LOOK_PATIENCE);
  const status = await reading(calls.status(orderId));
  if (!status.read) return refuse(parts, press, run, status.code, status.detail);
  if (trouble.goOn === 'poll' || isReinstated(status.value)) return { maySend: false };
  if (parts.paused) return refuse(parts, press, run, 'paused');
  if (trouble.goOn !== 'send_anew') return { maySend: true };

  const [eligibility, dependencies] = await Promise.all([
    reading(calls.eligibility(orderId)),
    reading(calls.dependencies(orderId)),
  ]);
  if (!dependencies.read) return refuse(parts, press, run, dependencies.code, dependencies.detail);
  // A key is not spent on a block that can be seen.
  if (dependencies.value.billingHold) return refuse(parts, press, run, 'billing_hold');
  if (!eligibility.read) return refuse(parts, press, run, eligibility.code, eligibility.detail);
  const { eligible, reason = NO_REASON } = eligibility.value;
  if (!eligible) return refuse(parts, press, run, 'not_eligible', reason);
  return { maySend: true, anew: uuid() };
}

function goingOn(
  run: In<'rollback_troubled'>,
  { person }: Press,
  { maySend, anew }: Going,
  at: number,
): Move {
  const { trouble, ...rest } = run;
  const { runId, orderId } = run;
  const by = person.slackId;
  const rollback: Rollback = anew
    ? { ...run.rollback, key: anew, actor: person, recordedAt: at }
    : run.rollback;
  const { key } = rollback;
  return {
    run: withHistory(
      {
        ...{ ...rest, state: 'rolling_back', rollback, turn: run.turn + 1, maySend },
        mayHaveStarted: trouble.known !== 'not_started',
      },
      { event: 'going_on', at, by },
    ),
    audit: [
      {
        ...{ event: 'going_on', runId, orderId, actor: by },
        data: {
          ...{ key, of: 'reinstate', userId: rollback.actor.userId, maySend },
          ...(anew && { eligible: true }),
        },
      },
    ],
    thread: [{ milestone: 'going_on', at, by, mentions: [] }],
  };
}

function windowClosed(
  { effect }: In<'rollback_troubled'>,
  clock: Clock,
  clockSkew: number,
): FailureCode | undefined {
  return isWindowOpen(effect, windowClock(clock, clockSkew)) ? undefined : 'window_closed';
}

async function refuse(
  parts: Parts,
  press: Press,
  run: Cancellation,
  code: FailureCode,
  detail?: string,
): Promise<Refused> {
  const found = detail ? { detail } : {};
  return { ...(await refusePress(parts, press, run, code, found)), ...found };
}
