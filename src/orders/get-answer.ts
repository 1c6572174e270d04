import type { FailureCode } from '../runbook/failures.js';
import { OrderServiceRefusal, OrderServiceUnanswered, UnexpectedReply } from './errors.js';
import { explain } from './explanation.js';
import type { Exchange } from './http.js';
import type { Parsed } from './json.js';
import type { Read } from './replies.js';
import { parseRetryAfter } from './retry-after.js';
import { meaningOf } from './statuses.js';

const CODES: Readonly<Record<number, FailureCode>> = {
  400: 'invalid_state',
  401: 'bad_service_token',
  403: 'forbidden',
  404: 'order_not_found',
  409: 'blocked',
  429: 'rate_limited',
};

/** How one GET's answer is read, beyond what all of them have in common. */
export interface GetAnswer<T> {
  readonly read: Read<T>;
  /** The order or person asked about. */
  readonly id: string;
  /** What a 404 means, where it does not mean that there is no such order. */
  readonly onNotFound?: { readonly code: FailureCode } | { readonly value: T };
}

/** order-api.md, the table of statuses: a GET's value, or an OrderServiceError that says why not. */
export function getAnswer<T>(exchange: Exchange, answer: GetAnswer<T>, token: string): T {
  const { requestId } = exchange;
  if (!exchange.answered) throw new OrderServiceUnanswered(exchange.why, requestId);
  const { status, body, retryAfter } = exchange;
  switch (meaningOf(status)) {
    case 'success': {
      if (body.kind === 'broken')
        throw new OrderServiceUnanswered('its reply broke off', requestId);
      const parsed: Parsed<T> =
        body.kind === 'text'
          ? answer.read(body.text, answer.id, token)
          : { good: false, path: '(body)' };
      if (!parsed.good) throw new UnexpectedReply(parsed.path, requestId);
      return parsed.value;
    }
    case 'odd':
      throw new UnexpectedReply('(status)', requestId);
    case 'unanswered':
      throw new OrderServiceUnanswered(`it answered HTTP ${status}`, requestId);
    case 'refusal': {
      const special = status === 404 ? answer.onNotFound : undefined;
      if (special && 'value' in special) return special.value;
      const code = special?.code ?? CODES[status] ?? 'rejected_request';
      const { text } = explain(body, token);
      const wait = status === 429 ? parseRetryAfter(retryAfter, Date.now()) : undefined;
      throw new OrderServiceRefusal(code, status, text, requestId, wait);
    }
  }
}
