/** A sum as the service writes it: a decimal string or a JSON number; both occur in life. */
export interface Money {
  readonly amount: string | number;
  readonly currency: string;
}

/** What is true of an order apart from its rounds of cancelling and reinstating. */
export interface OrderFacts {
  /** `pending`, `in_progress`, `on_hold`, `completed`, `cancelled`, `archived` or any other word. */
  readonly state: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly customerId: string;
  readonly total: Money;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly billingHold: boolean;
  readonly shipmentStatus: string;
  readonly requiresBusinessHours: boolean;
  readonly refund?: Money;
  readonly workflows: readonly { readonly id: string; readonly name: string }[];
  readonly notifications: readonly { readonly channel: string; readonly recipient: string }[];
  readonly billingRecords?: number;
  readonly warnings: readonly string[];
  /** Fields of the preview that the contract does not name. */
  readonly furtherPreview: Readonly<Record<string, unknown>>;
  /** Where set, only this person may cancel or reinstate the order. */
  readonly owner?: string;

  /** Its cancellation is accepted, and then ends `failed` with this error. */
  readonly cancellationFailsWith?: string;
  /** The billing status that no cancellation moves. */
  readonly billingStays?: string;
  /** Nobody is notified of rounds that begin while this is so. */
  readonly notificationsNeverSent: boolean;
  /** Rounds that begin while this is so leave no audit entry. */
  readonly auditNeverWritten: boolean;
  /** Why a cancellation of this order cannot be taken back. */
  readonly notReinstatableBecause?: string;
  /** The state that a reinstatement leads to instead of the former one. */
  readonly reinstatesTo?: string;
}

/** How much later than the completion (ms) each other system learns of it; `Infinity`: never. */
export interface Lags {
  readonly billing: number;
  readonly notification: number;
  readonly audit: number;
}

interface Round {
  /** Epoch ms: when the POST took effect. */
  readonly at: number;
  /** Epoch ms: when processing ends; `Infinity`: never. */
  readonly settlesAt: number;
  readonly userId: string;
  readonly key: string;
  readonly requestId: string;
  readonly reason: string;
  readonly lags: Lags;
  /** `elsewhere`: not through a call to this service (the seed, another system). */
  readonly origin: 'call' | 'elsewhere';
}

export interface Cancellation extends Round {
  readonly kind: 'cancellation';
  readonly cancellationId: string;
  readonly notes: string;
  readonly notifyStakeholders: boolean;
  readonly formerState: string;
  readonly failsWith?: string;
}

export interface Reinstatement extends Round {
  readonly kind: 'reinstatement';
  readonly toState: string;
}

/** Something about the order was changed from outside the API, by a test or a person. */
export interface Change {
  readonly kind: 'change';
  readonly at: number;
  readonly patch: Partial<OrderFacts>;
}

export type OrderEvent = Cancellation | Reinstatement | Change;

/** An order is what it was created as and what happened to it since; all else is read off that. */
export interface Order {
  readonly id: string;
  readonly original: OrderFacts;
  /** In the order in which it happened. */
  readonly history: readonly OrderEvent[];
}
