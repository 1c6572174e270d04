import { intentOf } from '../request/confirm.js';
import { withHistory } from '../run/history.js';
import { type Intent, isSamePerson, type Person } from '../run/intent.js';
import { type In, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';

/** How the run goes on. `anew` is the key to send where the recorded one is spent. */
export type Going =
  | { readonly sends: false }
  | { readonly sends: true; readonly maySend: false }
  | { readonly sends: true; readonly maySend: true; readonly anew: string };

/** Whether going on only reads: polls, or asks the post-checks of a cancelled order again. */
export function sendsNothing({ trouble, effect }: In<'troubled'>): boolean {
  return effect !== undefined || trouble.goOn === 'poll' || trouble.goOn === 'verify';
}

/** product.md «Keys»: answered with a refusal, or accepted and then failed: never sent again. */
export function isSpent({ trouble, intent }: In<'troubled'>): boolean {
  return trouble.goOn === 'send_anew' || intent.spent === true;
}

/**
 * Four eyes as at Confirm, where going on is an approval: of a new key, of what changed since the last
 * one, or of what nobody but the requester has approved yet, and without breaking the glass.
 */
export function needsAnother(run: In<'troubled'>, person: Person): boolean {
  const { secondPerson, requester, intent, changes } = run;
  const isByRequester = isSamePerson(requester, intent.actor) && !intent.brokenGlass;
  const approves = isSpent(run) || changes.length > 0 || isByRequester;
  return secondPerson && approves && isSamePerson(requester, person);
}

/** The run's next stretch of work, begun by `person`. `at` is epoch ms by the database's clock. */
export function goingOn(run: In<'troubled'>, person: Person, going: Going, at: number): Move {
  const { runId, orderId, trouble } = run;
  const by = person.slackId;
  const next = nextOf({ ...run, turn: run.turn + 1 }, person, going, at);
  const { key, body, actor } = next.intent;
  const maySend = going.sends && going.maySend;
  return {
    run: withHistory(next, { event: 'going_on', at, by }),
    audit: [
      {
        ...{ event: 'going_on', runId, orderId, actor: by },
        data: { goOn: trouble.goOn, maySend, key, body, userId: actor.userId, digest: run.digest },
      },
    ],
    thread: [{ milestone: 'going_on', at, by, mentions: [] }],
  };
}

type Working = In<'executing' | 'processing' | 'verifying'>;

function nextOf(run: In<'troubled'>, person: Person, going: Going, at: number): Working {
  const { trouble, effect, intent } = run;
  const request = requestOf(run);
  if (effect) return { ...request, state: 'verifying', intent, effect };
  if (!going.sends) {
    const accepted = trouble.accepted ?? false;
    return { ...request, state: 'processing', intent, accepted, since: at };
  }
  const mayHaveStarted = mayTakeEffect(run);
  const spent = isSpent(run);
  if (!going.maySend) {
    const kept: Intent = spent ? { ...intent, spent } : intent;
    return { ...request, state: 'executing', intent: kept, maySend: false, mayHaveStarted };
  }
  const sent = spent ? anewOf(run, person, going.anew, at) : intent;
  return {
    ...{ ...request, changes: [], state: 'executing', intent: sent },
    ...{ maySend: true, mayHaveStarted },
  };
}

/** A new intent, which remembers whose effect may still come of the keys before it. */
function anewOf(run: In<'troubled'>, actor: Person, key: string, at: number): Intent {
  const fresh = intentOf(run, actor, key, at);
  if (!mayTakeEffect(run)) return fresh;
  const { recordedAt, actor: former, earlier } = run.intent;
  const userIds = [...new Set([...(earlier?.userIds ?? []), former.userId])];
  return { ...fresh, earlier: { since: earlier?.since ?? recordedAt, userIds } };
}

/** Whether something that was sent may yet take effect. What was failed upstream cannot. */
function mayTakeEffect({ trouble, intent }: In<'troubled'>): boolean {
  if (intent.earlier) return true;
  return trouble.known !== 'not_started' && trouble.known !== 'failed';
}
