import type { Policy } from '../../runbook/policy.js';
import { effectSeen, people } from '../execution/moves.js';
import { withHistory } from '../run/history.js';
import { type In, requestOf } from '../run/record.js';
import type { Move } from '../run/records.js';

/*
 * What reading on leads to. None of it is anybody's doing: the times are the database's clock.
 */

/** Our cancellation was seen completed after all: its window begins, and its post-checks follow. */
export function completedLate(run: In<'troubled'>, policy: Policy, at: number): Move {
  const { runId, orderId, intent } = run;
  return {
    run: withHistory(
      {
        ...{ ...requestOf(run), state: 'verifying', intent, turn: run.turn + 1 },
        effect: effectSeen(at, policy),
      },
      { event: 'completed_late', at },
    ),
    audit: [{ event: 'completed_late', runId, orderId, data: { key: intent.key } }],
    thread: [{ milestone: 'completed_late', at, mentions: people(run, intent) }],
  };
}

/** Somebody else cancelled the order: nothing of ours can take effect any more. */
export function cancelledByOthers(run: In<'troubled'>, userId: string, at: number): Move {
  const { runId, orderId, intent } = run;
  const code = 'already_cancelled';
  const detail = `by ${userId}`;
  return {
    run: withHistory(
      { ...requestOf(run), state: 'refused', intent, refusal: { code, detail, at } },
      { event: 'refused', at, code },
    ),
    audit: [{ event: 'refused', runId, orderId, data: { code, detail, key: intent.key } }],
    thread: [{ milestone: 'refused', at, code, detail, mentions: people(run, intent) }],
  };
}

/** 24 h are over: the trouble stays, and the row asks for no further look. */
export function readToTheEnd(run: In<'troubled' | 'rollback_troubled'>): Move {
  const { runId, orderId } = run;
  const { readOnUntil: _, ...trouble } = run.trouble;
  const audit = [{ event: 'read_on_ended', runId, orderId, data: { trouble: trouble.number } }];
  return { run: { ...run, trouble }, audit };
}
