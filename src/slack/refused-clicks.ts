import type { FailureCode } from '../runbook/failures.js';
import type { Desk } from './desk.js';

/** A click that was refused before a run's own rules were asked. */
export interface RefusedClick {
  readonly slackId: string;
  readonly code: FailureCode;
  /** The run that it was meant for, as the button names it. */
  readonly runId?: string | undefined;
  readonly escalationId?: string | undefined;
}

/** Every refused click leaves a trace; gives the order that it was about, where there is one. */
export async function noteRefusedClick(
  { parts }: Pick<Desk, 'parts'>,
  { slackId, code, runId, escalationId }: RefusedClick,
): Promise<{ readonly orderId?: string }> {
  const run = runId && (await parts.records.find(runId));
  const about = run ? { runId: run.runId, orderId: run.orderId } : {};
  const data = { code, ...(escalationId && { escalationId }) };
  await parts.records.note({ event: 'press_refused', ...about, actor: slackId, data });
  return run ? { orderId: run.orderId } : {};
}
