import type { Verdict } from '../../runbook/pre-checks.js';
import type { Move } from '../run/records.js';

/** The move, its decision (the last entry) told in the trail with each verdict that it was taken on. */
export function withVerdicts(move: Move, verdicts: readonly Verdict[]): Move {
  const decision = move.audit.at(-1);
  if (!decision) return move;
  const told = { ...decision, data: { ...decision.data, verdicts } };
  return { ...move, audit: [...move.audit.slice(0, -1), told] };
}
