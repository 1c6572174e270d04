import type { Parts } from '../parts.js';
import { type Press, refusePress } from '../request/second-look.js';
import { retryRollback } from '../rollback/retry-rollback.js';
import { retryTicket } from '../ticket/open-ticket.js';
import { troublesOf } from './escalation.js';
import { goOnCancelling } from './go-on-cancelling.js';
import type { GoneOn } from './gone-on.js';

/**
 * «Retry», and «Check again» in trouble: goes on from the step that failed (product.md «Trouble»).
 * Refused as `not_in_trouble` where nothing failed, and as `old_card` from an older drawing.
 */
export async function goOn(parts: Parts, press: Press): Promise<GoneOn> {
  const run = await parts.records.find(press.runId);
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  const hasTicketFailed = troublesOf(run).some(({ code }) => code === 'ticket_undelivered');
  const isInTrouble = run.state === 'troubled' || run.state === 'rollback_troubled';
  if (!isInTrouble && !hasTicketFailed) return refusePress(parts, press, run, 'not_in_trouble');
  if (press.digest !== run.digest) return refusePress(parts, press, run, 'old_card');
  switch (run.state) {
    case 'troubled': {
      // Both are to be mended, and a press does not say which of the two messages it stood on.
      const again = hasTicketFailed ? await retryTicket(parts, press) : undefined;
      return again?.kind === 'refused' ? again : goOnCancelling(parts, press, run);
    }
    case 'rollback_troubled':
      return retryRollback(parts, press, run);
    default:
      return retryTicket(parts, press);
  }
}
