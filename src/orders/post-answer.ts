import { explain } from './explanation.js';
import type { Exchange } from './http.js';
import type { PostAnswer } from './order-service.js';
import { readPostReply } from './replies.js';
import { parseRetryAfter } from './retry-after.js';
import { meaningOf } from './statuses.js';

/**
 * What one try of a POST came to. Whatever does not say for sure what happened is `unknown`, a
 * redirect and a 2xx outside of the contract included: nothing of it is retried unseen.
 */
export function postAnswer(exchange: Exchange, orderId: string, token: string): PostAnswer {
  const { requestId } = exchange;
  const unknown = (why: string, notStarted = false): PostAnswer => ({
    kind: 'unknown',
    why,
    notStarted,
    requestId,
  });
  if (!exchange.answered) return unknown(exchange.why);
  const { status, body } = exchange;
  switch (meaningOf(status)) {
    case 'success': {
      if (body.kind === 'broken') return unknown(`HTTP ${status}, the reply broke off`);
      if (status !== 200 && status !== 202) return unknown(`HTTP ${status}`);
      const path = body.kind === 'text' ? faultIn(body.text, orderId, token) : '(body)';
      return path === undefined
        ? { kind: 'accepted', requestId }
        : unknown(`HTTP ${status}, the reply cannot be read at ${path}`);
    }
    case 'odd':
      return unknown(`HTTP ${status}`);
    case 'unanswered':
      return unknown(
        `HTTP ${status}`,
        status === 503 && explain(body, token).code === 'not_started',
      );
    case 'refusal': {
      if (status === 429) {
        const retryAfter = parseRetryAfter(exchange.retryAfter, Date.now()) ?? 0;
        return { kind: 'rate_limited', retryAfter, requestId };
      }
      const explanation = explain(body, token).text;
      return { kind: 'refused', httpStatus: status, explanation, requestId };
    }
  }
}

function faultIn(text: string, orderId: string, token: string): string | undefined {
  const parsed = readPostReply(text, orderId, token);
  return parsed.good ? undefined : parsed.path;
}
