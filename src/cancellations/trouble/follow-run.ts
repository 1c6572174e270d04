import type { Transaction } from 'kysely';
import type { Tables } from '../../storage/tables.js';
import type { Cancellation } from '../run/record.js';
import type { Woken } from '../run/records.js';

/** How #order-ops is called. */
export interface Calling {
  /** #order-ops */
  readonly channel: string;
  /** ESCALATION_ACK_TIMEOUT, ms */
  readonly ackTimeout: number;
}

/** A move of a run, inside its transaction. */
export interface Followed extends Calling {
  readonly before: Cancellation;
  readonly after: Cancellation;
  /** Epoch ms by the database's clock. */
  readonly at: number;
}

/**
 * Keeps the escalations as the run's row says: a new trouble of level 3 becomes an entry, one that
 * the run has left is closed, and the message is drawn anew where it would say something else.
 */
export async function followRun(_trx: Transaction<Tables>, _move: Followed): Promise<Woken> {
  return { due: [], signals: [] };
}
