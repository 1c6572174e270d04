import type { Parts } from '../parts.js';
import { withHistory } from '../run/history.js';
import { isSamePerson } from '../run/intent.js';
import { type Cancellation, requestOf } from '../run/record.js';
import { readRole } from './look.js';
import { type Press, type Refused, refusePress } from './second-look.js';

export type Discarded = { readonly kind: 'discarded'; readonly run: Cancellation } | Refused;

/** Nothing was sent, or what was sent was answered with a block: nothing is left to take effect. */
function mayBeDiscarded(run: Cancellation): boolean {
  if (run.state === 'awaiting_confirmation') return true;
  return run.state === 'troubled' && run.trouble.level === 2 && run.trouble.known === 'not_started';
}

/** «Discard»: entitled people and the requester may; an older drawing will do, it undoes nothing. */
export async function discard(parts: Parts, press: Press): Promise<Discarded> {
  const asked = await parts.records.find(press.runId);
  if (!asked) return { kind: 'refused', code: 'no_such_run' };
  if (!isSamePerson(asked.requester, press.person)) {
    const role = await readRole(parts, press.person);
    if (role.word !== 'passed') {
      await refusePress(parts, press, asked, role.code);
      return { kind: 'refused', code: role.code, detail: role.found };
    }
  }
  let isLate = false;
  const run = await parts.records.move(press.runId, (now, at) => {
    isLate = !mayBeDiscarded(now);
    if (isLate) return undefined;
    const { runId, orderId } = now;
    const by = press.person.slackId;
    return {
      run: withHistory(
        { ...requestOf(now), state: 'discarded', by },
        { event: 'discarded', at, by },
      ),
      audit: [{ event: 'discarded', runId, orderId, actor: by }],
      thread: [{ milestone: 'discarded', at, by, mentions: [now.requester.slackId] }],
    };
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  return isLate ? refusePress(parts, press, run, 'decided') : { kind: 'discarded', run };
}
