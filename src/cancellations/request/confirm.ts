import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import { type Glass, withBrokenGlass } from '../break-glass/with-broken-glass.js';
import type { Parts } from '../parts.js';
import { withHistory } from '../run/history.js';
import type { Intent, Person } from '../run/intent.js';
import { type Cancellation, type In, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';
import {
  mayNotConfirm,
  type Press,
  type Refused,
  redrawn,
  refusePress,
  secondLook,
  tooLate,
} from './second-look.js';

export type Decision =
  | { readonly kind: 'confirmed'; readonly run: Cancellation }
  /** The card shows what is true now, perhaps a block; nothing was sent. */
  | { readonly kind: 'redrawn'; readonly run: Cancellation }
  | Refused;

/**
 * product.md «Confirm»: takes the second look and, where nothing changed, records key, body and
 * acting person together and starts the execution. However many press, one gets through. With `glass`
 * it is decided alone, where a second person is needed and nowhere else.
 */
export async function confirm(parts: Parts, press: Press, glass?: Glass): Promise<Decision> {
  const breaksGlass = glass !== undefined;
  const early = await refusedEarly(parts, press, breaksGlass);
  if (early) return early;
  const key = uuid();
  const decision = await decideAnew(parts, press, {
    mayNot: (run, at) => mayNotConfirm(run, press, at, breaksGlass),
    unchanged: (run, at) => withBrokenGlass(confirmed(run, press.person, key, at), glass, at),
  });
  return decision.kind === 'redrawn' && decision.run.state === 'executing'
    ? { kind: 'confirmed', run: decision.run }
    : decision;
}

/** «Check again» on a blocked card: looks again and draws what is true now. Decides nothing. */
export async function checkAgain(parts: Parts, press: Press): Promise<Decision> {
  return decideAnew(parts, press, { mayNot: tooLate, unchanged: () => undefined });
}

/** What a press decides, by the row as it stands when its second look has been taken. */
interface Deciding {
  mayNot(run: Cancellation, at: number): FailureCode | undefined;
  /** Where the card still says what is true. */
  unchanged(run: In<'awaiting_confirmation'>, at: number): Move | undefined;
}

async function decideAnew(
  parts: Parts,
  press: Press,
  { mayNot, unchanged }: Deciding,
): Promise<Decision> {
  const seen = await secondLook(parts, press);
  if (seen.kind === 'refused') {
    const run = seen.run ?? (await parts.records.find(press.runId));
    if (run) await refusePress(parts, press, run, seen.code);
    return seen;
  }
  let code: FailureCode | undefined;
  const run = await parts.records.move(press.runId, (now, at) => {
    code = mayNot(now, at);
    if (code || now.state !== 'awaiting_confirmation') return undefined;
    const { assessment } = seen;
    return (
      redrawn(now, assessment, press.person, at, parts.orderOpsChannel) ??
      (assessment.kind === 'clear' ? unchanged(now, at) : undefined)
    );
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  return code ? refusePress(parts, press, run, code) : { kind: 'redrawn', run };
}

/** What can be refused without a look at the order: the answer is quick, the service is spared. */
async function refusedEarly(
  parts: Parts,
  press: Press,
  breaksGlass: boolean,
): Promise<Refused | undefined> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const code = parts.paused ? 'paused' : mayNotConfirm(run, press, 0, breaksGlass);
  return code && refusePress(parts, press, run, code);
}

/** Runbook «Execute Cancellation»: key, body and acting person, recorded together. `at` is epoch ms. */
export function intentOf(run: Cancellation, actor: Person, key: string, at: number): Intent {
  const body = {
    reason: run.reason,
    notes: runbookNotes(run.notes),
    notify_stakeholders: run.notifyStakeholders,
  };
  return { key, body, actor, recordedAt: at };
}

function confirmed(run: In<'awaiting_confirmation'>, actor: Person, key: string, at: number): Move {
  const intent = intentOf(run, actor, key, at);
  const { runId, orderId } = run;
  const by = actor.slackId;
  return {
    run: withHistory(
      {
        ...{ ...requestOf(run), state: 'executing', intent },
        ...{ turn: run.turn + 1, changes: [], maySend: true, mayHaveStarted: false },
      },
      { event: 'confirmed', at, by },
    ),
    audit: [
      {
        event: 'confirmed',
        runId,
        orderId,
        actor: by,
        data: { digest: run.digest, key, body: intent.body, userId: actor.userId },
      },
    ],
    thread: [{ milestone: 'started', at, by, mentions: [] }],
  };
}

/** Runbook «Execute Cancellation»: the notes as it has them, then what the requester added. */
export function runbookNotes(notes: string): string {
  return notes ? `Cancelled via OpsGuide – ${notes}` : 'Cancelled via OpsGuide';
}
