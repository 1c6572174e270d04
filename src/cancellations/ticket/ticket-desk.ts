/** CASE-REINSTATE as it goes out (product.md «Tickets»). */
export interface TicketBody {
  readonly ticket_id: string;
  readonly template: 'CASE-REINSTATE';
  readonly order_id: string;
  readonly run_id: string;
  /** Order-service user ids. */
  readonly requested_by: string;
  readonly cancelled_by: string;
  /** ISO 8601 */
  readonly cancelled_at: string;
  /** What the audit log's entries before the cancellation carry, whole. */
  readonly original_order: unknown;
  /** To the run's card, where there is one that the desk may be given. */
  readonly link: string | null;
}

export type Delivery =
  | { readonly kind: 'delivered' }
  /** It will never be taken like this. `why` is in our words. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Not taken yet, as far as is known; `retryAfter` in ms, 0 where none was named. */
  | { readonly kind: 'later'; readonly why: string; readonly retryAfter: number };

/** Where tickets go outside of Slack. One try for each call; it never rejects. */
export interface TicketDesk {
  deliver(body: TicketBody): Promise<Delivery>;
}
