import type { Assessment, Clear } from '../../runbook/assessment.js';
import { drift } from '../../runbook/drift.js';
import type { FailureCode } from '../../runbook/failures.js';
import { digest } from '../../runbook/impact.js';
import type { Parts } from '../parts.js';
import { withHistory } from '../run/history.js';
import { isSamePerson, type Person } from '../run/intent.js';
import type { Cancellation, In } from '../run/record.js';
import type { Move } from '../run/records.js';
import { look } from './look.js';

/** A press on a run's card, by a person whom Slack signed and who was found good. */
export interface Press {
  readonly runId: string;
  /** The digest that the pressed card was drawn with. */
  readonly digest: string;
  readonly person: Person;
}

export interface Refused {
  readonly kind: 'refused';
  readonly code: FailureCode;
  readonly detail?: string;
  /** Absent where the presser may see nothing of the run. */
  readonly run?: Cancellation;
}

type Blocked = Extract<Assessment, { kind: 'blocked' }>;

export type SecondLook =
  | { readonly kind: 'clear'; readonly run: Cancellation; readonly assessment: Clear }
  | { readonly kind: 'blocked'; readonly run: Cancellation; readonly assessment: Blocked }
  | Refused;

/**
 * product.md 4: team (found good already), role, pre-checks and preview once more, for the person
 * who presses. What could not be read refuses the press and leaves the card as it is.
 */
export async function secondLook(parts: Parts, press: Press): Promise<SecondLook> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const assessment = await look(parts, run.orderId, press.person, 'second_look');
  if (assessment.kind === 'not_entitled') {
    const { role } = assessment;
    const code = role.word === 'blocked' ? role.code : 'not_entitled';
    return { kind: 'refused', code, detail: role.found };
  }
  if (assessment.kind === 'clear') return { kind: 'clear', run, assessment };
  if (assessment.unread) return { kind: 'refused', ...assessment.unread, run };
  return { kind: 'blocked', run, assessment };
}

/** Why a press comes too late for a card that waits for its confirmation; undefined if it does not. */
export function tooLate(run: Cancellation, now: number): FailureCode | undefined {
  if (run.state === 'expired') return 'expired';
  if (run.state !== 'awaiting_confirmation') return 'decided';
  return now >= run.expiresAt ? 'expired' : undefined;
}

/**
 * Why Confirm decides nothing: too late, from an older drawing, or by the wrong person. `breaksGlass`
 * where the person says that they decide alone.
 */
export function mayNotConfirm(
  run: Cancellation,
  press: Press,
  now: number,
  breaksGlass = false,
): FailureCode | undefined {
  const late = tooLate(run, now);
  if (late) return late;
  if (press.digest !== run.digest) return 'old_card';
  return fourEyes(run.secondPerson && isSamePerson(run.requester, press.person), breaksGlass);
}

/** Why somebody may not decide who has to be `another` person than the one who pressed, or not. */
export function fourEyes(another: boolean, breaksGlass: boolean): FailureCode | undefined {
  if (another === breaksGlass) return undefined;
  return another ? 'second_person_needed' : 'second_person_not_needed';
}

/** The card drawn anew with what is true now; undefined where it says so already. */
export function redrawn(
  run: In<'awaiting_confirmation' | 'troubled'>,
  assessment: Clear | Blocked,
  by: Person,
  at: number,
  orderOpsChannel: string,
): Move | undefined {
  const verdicts = [...assessment.verdicts];
  const impact = assessment.impact ?? run.impact;
  const seen = digest(verdicts, impact);
  const secondPerson = assessment.kind === 'clear' ? assessment.secondPerson : run.secondPerson;
  if (seen === run.digest && secondPerson === run.secondPerson) return undefined;
  const blocking = verdicts.find((verdict) => verdict.word === 'blocked');
  const leavesDirect = secondPerson && !run.secondPerson && run.place.kind === 'direct';
  const wasBlocked = run.verdicts.some(({ word }) => word === 'blocked');
  const event = blocking ? 'blocked' : wasBlocked ? 'cleared' : 'changed';
  const code = blocking?.word === 'blocked' ? blocking.code : 'order_changed';
  return {
    run: withHistory(
      {
        ...{ ...run, verdicts, impact, digest: seen, secondPerson },
        changes: [...drift(run, { verdicts, impact })],
      },
      { event, at, by: by.slackId, code },
    ),
    audit: [
      {
        event,
        runId: run.runId,
        orderId: run.orderId,
        actor: by.slackId,
        data: { digest: seen, before: run.digest, verdicts },
      },
    ],
    ...(leavesDirect && { cardTo: orderOpsChannel, noticeTo: run.place.channel }),
    ...(secondPerson &&
      !run.secondPerson && {
        thread: [{ milestone: 'second_person_needed', at, mentions: [run.requester.slackId] }],
      }),
  };
}

/** Writes a refused press to the trail; every click leaves a trace and gets an answer. */
export async function refusePress(
  { records }: Pick<Parts, 'records'>,
  press: Press,
  run: Cancellation,
  code: FailureCode,
): Promise<Refused> {
  const { runId, orderId } = run;
  const actor = press.person.slackId;
  await records.note({ event: 'press_refused', runId, orderId, actor, data: { code } });
  if (code === 'old_card') await records.redraw(runId);
  return { kind: 'refused', code, run };
}
