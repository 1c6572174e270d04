import type { Verdict } from '../../runbook/pre-checks.js';
import type { Move } from '../run/records.js';

/** The move, its decision told in the trail with each verdict that it was taken on. */
export function withVerdicts(move: Move, verdicts: readonly Verdict[]): Move {
  const [decision, ...others] = move.audit;
  if (!decision) return move;
  return { ...move, audit: [{ ...decision, data: { ...decision.data, verdicts } }, ...others] };
}
