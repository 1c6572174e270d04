import type { Cancellation, CancellationState } from '../cancellations/run/record.js';

/** The step of the runbook that a run is at while it is in a state; the others wait for nobody. */
const STEPS: Readonly<Partial<Record<CancellationState, string>>> = {
  awaiting_confirmation: 'decide',
  executing: 'send',
  processing: 'await_completion',
  verifying: 'verify',
  troubled: 'wait_for_person',
  rolling_back: 'roll_back',
  rollback_troubled: 'wait_for_person',
};

/** Lines of a run's history that lead into no state of their own. */
const WITHIN: ReadonlySet<string> = new Set([
  ...['changed', 'blocked', 'cleared', 'rate_limited', 'retrying'],
  ...['window_closed', 'ticket_asked', 'ticket_opened', 'ticket_failed'],
]);

/**
 * The step that this move ends and how long it took, by the times that the run's own row keeps: so a
 * restart in its middle shortens nothing. Undefined where the run stays at its step.
 */
export function stepTaken(
  before: Cancellation,
  after: Cancellation,
): { readonly step: string; readonly seconds: number } | undefined {
  const step = STEPS[before.state];
  if (step === undefined || before.state === after.state) return undefined;
  const begun = before.history.findLast(({ event }) => !WITHIN.has(event));
  const ended = after.history.at(-1);
  if (!begun || !ended || after.history.length === before.history.length) return undefined;
  return { step, seconds: Math.max(0, ended.at - begun.at) / 1_000 };
}
