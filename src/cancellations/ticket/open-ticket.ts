import type { Parts } from '../parts.js';
import type { Press, Refused } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';

export type TicketOpened =
  /** `isNew`: this press made it; else it was there already. */
  | {
      readonly kind: 'ticket';
      readonly run: Cancellation;
      readonly ticketId: string;
      readonly isNew: boolean;
    }
  | Refused;

/** «Open CASE-REINSTATE ticket»: made once however often and by however many it is asked. */
export async function openTicket(_parts: Parts, _press: Press): Promise<TicketOpened> {
  throw new Error('not built');
}
