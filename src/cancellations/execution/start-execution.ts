import type { Parts } from '../parts.js';
import type { Cancellation } from '../run/record.js';

/**
 * Where a run was confirmed, its execution runs: started anew after a restart, under one id. It
 * only wakes, so it never rejects: the row was decided, and what is asleep is woken again.
 */
export async function startExecution(
  { launcher, log }: Pick<Parts, 'launcher' | 'log'>,
  run: Cancellation,
): Promise<void> {
  if (run.state !== 'executing' && run.state !== 'processing' && run.state !== 'verifying') return;
  try {
    await launcher.start('cancelOrder', `${run.runId}:cancel:${run.intent.key}`, run.runId);
  } catch (error) {
    log.error({ err: error, run: run.runId }, 'an execution has to wait');
  }
}
