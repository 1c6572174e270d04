import type { FailureCode } from '../../runbook/failures.js';
import { expectation } from '../execution/errand.js';
import { lookUpOnce } from '../execution/look-up-cancellation.js';
import { effectSeen } from '../execution/moves.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import { reading, readRole } from '../request/look.js';
import { type Press, type Refused, refusePress } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';
import type { Resolution } from '../run/trouble.js';
import { troublesOf } from './escalation.js';
import { contradictionOf } from './hand-check.js';
import { resolvableOf, resolved, ticketByHand } from './resolved-moves.js';

export type MayResolve = { readonly kind: 'may'; readonly run: Cancellation } | Refused;
export type Resolved = { readonly kind: 'resolved'; readonly run: Cancellation } | Refused;

/** What a person says is true now, and why they are sure of it. */
export type Said = Pick<Resolution, 'truth' | 'note'>;

/** product.md «Resolved by hand»: as long as other notes. */
const LONGEST_NOTE = 500;

/** «Resolved by hand» pressed: the role, and whether the run is in trouble at all. */
export async function mayResolve(parts: Parts, press: Press): Promise<MayResolve> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const role = await readRole(parts, press.person);
  if (role.word !== 'passed') {
    await refusePress(parts, press, run, role.code);
    return { kind: 'refused', code: role.code, detail: role.found };
  }
  return resolvableOf(run)
    ? { kind: 'may', run }
    : refusePress(parts, press, run, 'not_in_trouble');
}

/**
 * The modal's submit: the role once more, and what the order service says. Refused where that says
 * otherwise, naming it in `detail`. Afterwards nothing more is sent; where our run did cancel the
 * order, its rollback window is offered.
 */
export async function resolveByHand(parts: Parts, press: Press, said: Said): Promise<Resolved> {
  const note = said.note.trim();
  const may = await mayResolve(parts, press);
  if (may.kind === 'refused') return may;
  if (note === '' || note.length > LONGEST_NOTE) {
    return refusePress(parts, press, may.run, 'invalid_input');
  }
  const checked = await check(parts, press, may.run, said.truth);
  if (checked.kind === 'otherwise') {
    const { code, detail } = checked;
    return { ...(await refusePress(parts, press, may.run, code)), ...(detail && { detail }) };
  }
  const numbers = numbersOf(may.run);
  let code: FailureCode | undefined;
  const run = await parts.records.move(press.runId, (now, at) => {
    const standing = numbersOf(now) === numbers ? resolvableOf(now) : undefined;
    code = standing ? undefined : 'not_in_trouble';
    if (!standing) return undefined;
    const resolution = { truth: said.truth, note, by: press.person.slackId, at };
    if (standing.kind === 'ticket') return ticketByHand(standing, resolution);
    const seen = checked.isOurs ? effectSeen(at, parts.policy) : undefined;
    return resolved(standing.run, resolution, standing.run.effect ?? seen);
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  return code ? refusePress(parts, press, run, code) : { kind: 'resolved', run };
}

type Checked =
  /** `isOurs`: cancelled, by our run, and not seen so before. */
  | { readonly kind: 'agrees'; readonly isOurs: boolean }
  | { readonly kind: 'otherwise'; readonly code: FailureCode; readonly detail?: string };

/** product.md «Resolved by hand»: the order's status and the cancel status, read now. */
async function check(
  parts: Parts,
  { person }: Press,
  run: Cancellation,
  truth: Said['truth'],
): Promise<Checked> {
  const { orderId } = run;
  const calls = parts.orders.as(person.userId, LOOK_PATIENCE);
  const [status, cancelStatus] = await Promise.all([
    reading(calls.status(orderId)),
    reading(calls.cancelStatus(orderId)),
  ]);
  if (!status.read) return otherwise(status);
  if (!cancelStatus.read) return otherwise(cancelStatus);
  const detail = contradictionOf(truth, status.value, cancelStatus.value.status);
  if (detail) return { kind: 'otherwise', code: 'says_otherwise', detail };
  if (truth === 'not_cancelled' || run.state !== 'troubled' || run.effect) {
    return { kind: 'agrees', isOurs: false };
  }
  // Whose cancellation it is decides whether there is a way back to offer: never guessed.
  const seen = await lookUpOnce(calls, orderId, expectation(run, parts.policy));
  if (seen.kind === 'unread') return otherwise(seen);
  const isUnsaid = seen.kind === 'unattributed' && run.trouble.accepted === true;
  return { kind: 'agrees', isOurs: seen.kind === 'ours' || isUnsaid };
}

function otherwise({
  code,
  detail,
}: {
  readonly code: FailureCode;
  readonly detail?: string;
}): Checked {
  return { kind: 'otherwise', code, ...(detail && { detail }) };
}

/** Which troubles it is about: another one meanwhile was not meant. */
function numbersOf(run: Cancellation): string {
  return troublesOf(run)
    .map(({ number }) => number)
    .join();
}
