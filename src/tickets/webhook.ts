import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import type { Delivery, TicketBody, TicketDesk } from '../cancellations/ticket/ticket-desk.js';
import { parseRetryAfter } from '../orders/retry-after.js';
import { type Around, ForbiddenCallError, PLAINLY } from '../seams.js';
import { inSpan } from '../tracing/spans.js';

export interface WebhookSettings {
  /** https or loopback; may carry a query. */
  readonly url: string;
  readonly secret: string;
}

/** A receiver that takes longer is asked again. ms */
const TIMEOUT = 10_000;
/** What passes: the ticket is offered again. */
const PASSING = new Set([408, 425, 429]);

/**
 * TICKET_WEBHOOK_URL (product.md «Tickets»): one signed POST a call. The signature is over the exact
 * bytes that go out. Redirects are not followed, and nothing of the receiver's words is kept.
 */
export function createTicketDesk(
  { url, secret }: WebhookSettings,
  around: Around = PLAINLY,
): TicketDesk {
  const http = axios.create({
    ...{ maxRedirects: 0, proxy: false, validateStatus: () => true },
    ...{ responseType: 'stream', decompress: false },
    // The body is signed as it is: axios must not write it anew.
    transformRequest: [(body: unknown) => body],
  });
  return {
    async deliver(body) {
      const bytes = JSON.stringify(body);
      const timestamp = String(Math.floor(Date.now() / 1000));
      try {
        const response = await around('ticket deliver', () =>
          inSpan('ticket deliver', { isCall: true }, async (span) => {
            const answer = await http.post<unknown>(url, bytes, {
              headers: headersOf(body, bytes, timestamp, secret),
              signal: AbortSignal.timeout(TIMEOUT),
            });
            span.setAttribute('http.response.status_code', answer.status);
            return answer;
          }),
        );
        letGo(response.data);
        return deliveryOf(response);
      } catch (error) {
        if (error instanceof ForbiddenCallError) throw error;
        // Whatever it was: the message of the error may hold the URL and its query.
        return { kind: 'later', why: 'no answer', retryAfter: 0 };
      }
    },
  };
}

/** The status alone decides: a ticket that was taken is not sent again for what the reply says. */
function letGo(reply: unknown): void {
  if (!(reply instanceof Readable)) return;
  // The time-out may still ring, and nobody else listens to its error.
  reply.on('error', () => undefined);
  reply.destroy();
}

function headersOf(body: TicketBody, bytes: string, timestamp: string, secret: string) {
  const hex = createHmac('sha256', secret).update(`${timestamp}.${bytes}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'X-Idempotency-Key': body.ticket_id,
    'X-OpsGuide-Timestamp': timestamp,
    'X-OpsGuide-Signature': `v1=${hex}`,
  };
}

function deliveryOf({ status, headers }: AxiosResponse<unknown>): Delivery {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const why = `HTTP ${status}`;
  if (status < 500 && !PASSING.has(status)) return { kind: 'refused', why };
  const asked: unknown = headers['retry-after'];
  const retryAfter = typeof asked === 'string' ? parseRetryAfter(asked, Date.now()) : undefined;
  return { kind: 'later', why, retryAfter: retryAfter ?? 0 };
}
