import type { FailureCode } from '../runbook/failures.js';

/**
 * Why a call of the order service gave no value. Holds nothing of the request: no token, no URL,
 * no user id, and never the HTTP library's own error as its cause, so it may be logged as it is.
 */
export abstract class OrderServiceError extends Error {
  constructor(
    /** The stable code that a person sees (src/runbook/failures.ts). */
    readonly code: FailureCode,
    /** One line for a person: what the service said, or what was wrong with its reply. */
    readonly detail: string,
    /** The `X-Request-ID` of the try that failed; absent where no call was made. */
    readonly requestId?: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = new.target.name;
  }
}

/** The order service answered no: a 4xx other than 408 and 425. Its status decides the code. */
export class OrderServiceRefusal extends OrderServiceError {
  constructor(
    code: FailureCode,
    readonly httpStatus: number,
    /** What the body says, at most 200 characters, '' where it says nothing fit to show. */
    readonly explanation: string,
    requestId: string,
    /** ms; only with `rate_limited`, and only where the service named a time. */
    readonly retryAfter?: number,
  ) {
    super(code, explanation || `it answered HTTP ${httpStatus}`, requestId);
  }
}

/** The order service did not answer: 408, 425, 5xx, a time-out, a broken connection. */
export class OrderServiceUnanswered extends OrderServiceError {
  constructor(why: string, requestId: string) {
    super('order_service_unavailable', why, requestId);
  }
}

/** The order service answered something that breaks its contract (order-api.md). */
export class UnexpectedReply extends OrderServiceError {
  constructor(
    /** Where: `refund.amount`, `entries.0.timestamp`; `(body)` for all of it, `(status)` for a 3xx. */
    readonly path: string,
    requestId: string,
  ) {
    super('unexpected_reply', `its reply cannot be read at ${path}`, requestId);
  }
}

/** An id with which no call can be made (`.`, `..`, empty, …). Thrown before any call. */
export class UnusableId extends OrderServiceError {
  constructor(code: 'invalid_order_id' | 'unknown_person') {
    super(code, 'no call can be made with this id');
  }
}
