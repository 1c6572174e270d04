import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { withHistory } from '../run/history.js';
import { requestOf } from '../run/record.js';

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
