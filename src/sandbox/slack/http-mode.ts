import { createHmac } from 'node:crypto';
import axios from 'axios';
import {
  type Acknowledgement,
  type Delivery,
  notDelivered,
  type Retry,
  type Transport,
  timedOut,
} from './delivery.js';
import { isLoopback, LARGEST_BODY_BYTES } from './loopback.js';

/** HTTP mode: signed POSTs to the app's request URL; a 200 in time acknowledges. */
export class HttpMode implements Transport {
  readonly name = 'http';

  /** @throws when `requestUrl` is not on this machine */
  constructor(
    private readonly requestUrl: string,
    private readonly signingSecret: string,
    private readonly ackDeadlineMs: number,
    private readonly closing: AbortSignal,
  ) {
    if (!isLoopback(new URL(requestUrl).host)) {
      throw new Error(`The request URL must be on the loopback interface, not ${requestUrl}`);
    }
  }

  async deliver(
    delivery: Delivery,
    { retry, wrongSignature = false }: { retry?: Retry; wrongSignature?: boolean },
  ): Promise<Acknowledgement> {
    const body = bodyOf(delivery);
    try {
      const response = await axios.post<string>(this.requestUrl, body, {
        headers: {
          'content-type':
            delivery.type === 'events_api'
              ? 'application/json'
              : 'application/x-www-form-urlencoded',
          ...this.signature(wrongSignature ? `${body} ` : body),
          ...retryHeaders(retry),
        },
        responseType: 'text',
        transformResponse: (data: string) => data,
        validateStatus: () => true,
        signal: AbortSignal.any([AbortSignal.timeout(this.ackDeadlineMs), this.closing]),
        maxRedirects: 0,
        maxContentLength: LARGEST_BODY_BYTES,
        proxy: false,
      });
      if (response.status !== 200) return notDelivered(`HTTP ${response.status}`);
      return { acked: true, body: answered(response.data, delivery) };
    } catch (error) {
      if (axios.isCancel(error)) return timedOut(`no answer within ${this.ackDeadlineMs} ms`);
      return notDelivered(error instanceof Error ? error.message : String(error));
    }
  }

  private signature(body: string): Record<string, string> {
    // The receiver compares it with its own clock: no test clock here.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const digest = createHmac('sha256', this.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  }
}

function bodyOf({ type, payload }: Delivery): string {
  if (type === 'events_api') return JSON.stringify(payload);
  if (type === 'interactive') {
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(payload)) form.set(name, String(value));
  return form.toString();
}

function retryHeaders(retry: Retry | undefined): Record<string, string> {
  if (!retry) return {};
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}

/** A command may be answered with plain text; everything else with JSON or nothing. */
function answered(body: string, { type }: Delivery): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    return type === 'slash_commands' ? { text: body } : body;
  }
}
