import type { Dependencies, Metadata, Preview } from '../runbook/facts.js';

/** How long a caller is ready to wait for a GET: tries in all, and a deadline over them (ms). */
export interface Patience {
  readonly tries: number;
  readonly within: number;
}

/** The body of the runbook's «Execute Cancellation». */
export interface CancelBody {
  readonly reason: string;
  readonly notes: string;
  readonly notify_stakeholders: boolean;
}

/** One try of a POST. Plain data, because it is recorded as a step's result. */
export type PostAnswer =
  | { readonly kind: 'accepted'; readonly requestId: string }
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      /** What the body says, bounded; it explains, the status decides. */
      readonly explanation: string;
      readonly requestId: string;
    }
  /** `retryAfter` in ms, 0 where the service named none. Nothing was done. */
  | { readonly kind: 'rate_limited'; readonly retryAfter: number; readonly requestId: string }
  /** 408, 425, 5xx, time-out, broken connection, a 2xx that cannot be read: it may have happened. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** True only for a 503 whose body says that nothing was started (`not_started`). */
      readonly notStarted: boolean;
      readonly requestId: string;
    };

export type CancelStatus =
  | { readonly status: 'processing' | 'completed' }
  | { readonly status: 'failed'; readonly error: string }
  /** 404: nothing was started (or the read is stale). */
  | { readonly status: 'not_started' };

export interface NotificationEntry {
  readonly type: string;
  /** ISO 8601 */
  readonly sent_at: string;
}

export interface AuditEntry {
  readonly event: string;
  readonly user_id: string;
  /** ISO 8601 */
  readonly timestamp: string;
  readonly [further: string]: unknown;
}

/**
 * The order service, spoken to on behalf of one acting person (`X-User-ID`). GETs are retried
 * within `patience` and reject with an OrderServiceError; POSTs are tried once and never reject.
 */
export interface OrderCalls {
  /** The acting person's own roles. */
  roles(): Promise<readonly string[]>;
  status(orderId: string): Promise<string>;
  dependencies(orderId: string): Promise<Dependencies>;
  metadata(orderId: string): Promise<Metadata>;
  preview(orderId: string): Promise<Preview>;
  cancel(orderId: string, key: string, body: CancelBody): Promise<PostAnswer>;
  cancelStatus(orderId: string): Promise<CancelStatus>;
  eligibility(orderId: string): Promise<{ readonly eligible: boolean; readonly reason?: string }>;
  reinstate(orderId: string, key: string): Promise<PostAnswer>;
  billingStatus(orderId: string): Promise<string>;
  notificationHistory(orderId: string): Promise<readonly NotificationEntry[]>;
  auditLog(orderId: string): Promise<readonly AuditEntry[]>;
}

export interface OrderService {
  as(userId: string, patience: Patience): OrderCalls;
}
