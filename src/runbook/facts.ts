import type { FailureCode } from './failures.js';

/** What was asked of the order service: its answer, or why there is none. */
export type Reading<T> =
  | { readonly read: true; readonly value: T }
  /** `detail` says what a person may know of it: the path of a bad reply, the roles found. */
  | {
      readonly read: false;
      readonly code: FailureCode;
      readonly detail?: string;
      /** ms, where the service asked to wait. */
      readonly retryAfter?: number;
    };

export interface Dependencies {
  readonly billingHold: boolean;
  readonly shipmentStatus: string;
}

export interface Metadata {
  /** ISO 8601 */
  readonly createdAt: string;
  readonly requiresBusinessHours: boolean;
}

export interface Refund {
  /** As the service wrote it: a decimal, never a float of ours. */
  readonly amount: string;
  readonly currency: string;
}

/** What a cancellation would do (runbook «Preview Cancellation Impact»). */
export interface Preview {
  readonly refund?: Refund;
  readonly workflows: readonly { readonly id: string; readonly name: string }[];
  readonly notifications: readonly { readonly channel: string; readonly recipient: string }[];
  /** Absent where the service names no number. */
  readonly billingRecords?: number;
  readonly warnings: readonly string[];
  /** What the reply holds beyond the contract, as plain name and value. */
  readonly further: readonly { readonly name: string; readonly value: string }[];
}

/** All that one look at an order asks at once. */
export interface Facts {
  readonly roles: Reading<readonly string[]>;
  readonly status: Reading<string>;
  readonly dependencies: Reading<Dependencies>;
  readonly metadata: Reading<Metadata>;
  readonly preview: Reading<Preview>;
}
