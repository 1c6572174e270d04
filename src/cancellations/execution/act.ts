import type { OrderCalls, PostAnswer } from '../../orders/order-service.js';
import type { Ended, Outcome } from './errand.js';

export type Refusal = Extract<PostAnswer, { kind: 'refused' }>;

/** What a look-up came to; `nothing` where nothing took effect, as far as can be seen. */
export type Found =
  | { readonly kind: 'in_flight'; readonly accepted: false }
  | { readonly kind: 'completed' }
  | { readonly kind: 'nothing' }
  | Ended;

/** One of the runbook's two POSTs: what is sent, how it is looked up, and what a no means. */
export interface Act {
  /** Stands in the recorded names of steps and in the audit trail: never rename one. */
  readonly name: 'cancel' | 'reinstate';
  /** The POST itself, within a step. */
  post(calls: OrderCalls): Promise<PostAnswer>;
  /** order-api.md «The look-up», durably. `when` names it among the errand's look-ups. */
  lookUp(when: string): Promise<Found>;
  /**
   * order-api.md's table for what is answered with a no, after a look-up has found nothing.
   * `mayHaveStarted`: an earlier try went unanswered, so that nothing is over for good.
   */
  settle(refusal: Refusal, mayHaveStarted: boolean): Promise<Outcome>;
}
