import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { type Cancellation, requestOf, withHistory } from '../run/record.js';

type ExpiryParts = Pick<Parts, 'records'>;

/** A request that nobody confirmed in time is expired; one that was decided is left alone. */
export async function expireRequest(
  engine: Engine,
  { records }: ExpiryParts,
  runId: string,
): Promise<void> {
  for (let look = 1; ; look += 1) {
    // The database's clock decides: this replica's own may have brought us here too early.
    const left = await engine.step(`expire ${look}`, () => expireIfDue(records, runId));
    if (left <= 0) return;
    await engine.sleep(left);
  }
}

/** Expires the request if it is due; gives the ms left where it is not. */
async function expireIfDue(records: Parts['records'], runId: string): Promise<number> {
  let left = 0;
  await records.move(runId, (run, now) => {
    if (run.state !== 'awaiting_confirmation') return undefined;
    left = run.expiresAt - now;
    if (left > 0) return undefined;
    const mentions = [run.requester.slackId];
    return {
      run: withHistory({ ...requestOf(run), state: 'expired' }, { event: 'expired', at: now }),
      audit: [{ event: 'expired', runId, orderId: run.orderId }],
      thread: [{ milestone: 'expired', at: now, code: 'expired', mentions }],
    };
  });
  return left;
}

/** product.md 8: two minutes before the end the requester is told, if nobody decided meanwhile. */
export async function remindRequester(
  engine: Engine,
  { records }: ExpiryParts,
  runId: string,
): Promise<void> {
  await engine.step('remind', async () => {
    await records.move(runId, (run, now) => {
      if (run.state !== 'awaiting_confirmation' || now >= run.expiresAt) return undefined;
      const mentions = [run.requester.slackId];
      return { run, audit: [], thread: [{ milestone: 'expiring', at: now, mentions }] };
    });
    return null;
  });
}

/** product.md 8: the requester is reminded this long before a confirm expires. ms */
const REMINDER = 2 * 60_000;

/**
 * The expiry and the reminder, started late rather than asleep meanwhile. Started again after a
 * restart, because a crash may have come between the request and this; an id is taken but once.
 */
export async function watchConfirmTimeout(
  { policy, launcher }: Pick<Parts, 'policy' | 'launcher'>,
  run: Cancellation,
): Promise<void> {
  if (run.state !== 'awaiting_confirmation') return;
  const left = Math.max(0, run.expiresAt - Date.now());
  await launcher.later('expireRequest', `${run.runId}:expire`, left, run.runId);
  if (policy.confirmTimeout > REMINDER) {
    const reminder = Math.max(0, left - REMINDER);
    await launcher.later('remindRequester', `${run.runId}:remind`, reminder, run.runId);
  }
}
