import type { FailureCode } from '../../runbook/failures.js';
import type { Policy } from '../../runbook/policy.js';
import { roleCheck } from '../../runbook/pre-checks.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import { confirm, type Decision } from '../request/confirm.js';
import { reading } from '../request/look.js';
import {
  fourEyes,
  mayNotConfirm,
  type Press,
  type Refused,
  refusePress,
} from '../request/second-look.js';
import type { Person } from '../run/intent.js';
import type { Cancellation } from '../run/record.js';
import { goOnCancelling } from '../trouble/go-on-cancelling.js';
import { needsAnother, sendsNothing } from '../trouble/going-on.js';
import type { GoneOn } from '../trouble/gone-on.js';

export type MayBreakGlass =
  | { readonly kind: 'may'; readonly run: Cancellation; readonly roles: readonly string[] }
  | Refused;

/** What must be typed, at the most. */
const LONGEST_REASON = 500;

/** Whether this person holds one of BREAK_GLASS_ROLES, read now; nobody is asked where it is off. */
export async function mayHoldGlass(parts: Parts, person: Person): Promise<boolean> {
  if (parts.policy.breakGlassRoles.length === 0) return false;
  const roles = await reading(parts.orders.as(person.userId, LOOK_PATIENCE).roles());
  return roles.read && glassRoles(roles.value, parts.policy).length > 0;
}

/**
 * «Break glass» pressed: entitled, by one of BREAK_GLASS_ROLES besides, and a second person is what is
 * missing and nothing else. A block is never passed by it.
 */
export async function mayBreakGlass(parts: Parts, press: Press): Promise<MayBreakGlass> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const { policy, orders, paused } = parts;
  const roles = await reading(orders.as(press.person.userId, LOOK_PATIENCE).roles());
  const role = roleCheck(roles, policy);
  if (role.word !== 'passed') {
    await refusePress(parts, press, run, role.code);
    return { kind: 'refused', code: role.code, detail: role.found };
  }
  const held = roles.read ? glassRoles(roles.value, policy) : [];
  const code = held.length === 0 ? 'no_break_glass_role' : paused ? 'paused' : refusal(run, press);
  return code ? refusePress(parts, press, run, code) : { kind: 'may', run, roles: held };
}

/**
 * The modal's submit: the roles once more, and everything else as Confirm or Retry asks it, the second
 * look included. What came of it is a decision like theirs.
 */
export async function breakGlass(
  parts: Parts,
  press: Press,
  typed: string,
): Promise<Decision | GoneOn> {
  const may = await mayBreakGlass(parts, press);
  if (may.kind === 'refused') return may;
  const { run, roles } = may;
  const reason = typed.trim();
  if (reason === '' || reason.length > LONGEST_REASON) {
    return refusePress(parts, press, run, 'invalid_input');
  }
  const glass = { reason, roles };
  return run.state === 'troubled'
    ? goOnCancelling(parts, press, run, glass)
    : confirm(parts, press, glass);
}

function glassRoles(roles: readonly string[], policy: Policy): readonly string[] {
  return roles.filter((role) => policy.breakGlassRoles.includes(role));
}

function refusal(run: Cancellation, press: Press): FailureCode | undefined {
  const blocking = run.verdicts.find(({ word }) => word === 'blocked');
  if (run.state !== 'troubled') {
    const code = mayNotConfirm(run, press, 0, true);
    return code ?? (blocking?.word === 'blocked' ? blocking.code : undefined);
  }
  if (press.digest !== run.digest) return 'old_card';
  if (blocking?.word === 'blocked') return blocking.code;
  return fourEyes(!sendsNothing(run) && needsAnother(run, press.person), true);
}
