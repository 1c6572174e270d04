import { v4 as uuid } from 'uuid';
import { LARGEST_BODY } from '../../../src/orders/body.js';
import { openDeadline } from '../../../src/orders/deadline.js';
import type { Call, Exchange, Http } from '../../../src/orders/http.js';
import type { Outgoing, openLocalOrderService } from '../../../src/sandbox/orders/index.js';
import { assertOurs, isStale } from '../engine/flows.js';
import { cause, onNobodysBehalf } from './ambient.js';
import type { Replica } from './replica.js';
import type { Timeline } from './timeline.js';

type Service = ReturnType<typeof openLocalOrderService>;

/** One try as it left a replica. */
export interface Sent {
  /** True time, epoch ms. */
  readonly at: number;
  readonly replica: Replica;
  readonly route: string;
  readonly path: string;
  readonly userId: string;
  readonly key?: string;
  readonly body?: string;
  /** Its workflow was claimed by another before: it sends what its fence had let through. */
  readonly isStale: boolean;
}

/** What stands between the replicas and the order service: what was sent arrives, whoever dies. */
export class OrderNetwork {
  readonly sent: Sent[] = [];

  constructor(
    private readonly timeline: Timeline,
    private readonly service: Service,
    private readonly latency: (what: string) => number,
  ) {}

  /** The way of one replica. `timeout` in ms. */
  httpFor(replica: Replica, timeout: number): Http {
    return {
      send: async (call, signal) => {
        const requestId = uuid();
        const deadline = openDeadline(timeout, signal);
        const name = `orders ${call.route}`;
        try {
          if (call.post) assertOurs(cause());
          await replica.gate(name, 'before');
          if (deadline.signal.aborted) return late(requestId);
          this.#note(replica, call);
          const outcome = await Promise.race([
            onNobodysBehalf(() => this.#exchange(call, requestId)),
            aborted(deadline.signal),
          ]);
          await replica.gate(name, 'after');
          return outcome === 'aborted' ? late(requestId) : outcome;
        } finally {
          deadline.close();
        }
      },
      close: () => undefined,
    };
  }

  #note(replica: Replica, { route, path, userId, post }: Call): void {
    this.sent.push({
      ...{ at: this.timeline.now, replica, route, path, userId, isStale: isStale(cause()) },
      ...(post && { key: post.key, body: JSON.stringify(post.body) }),
    });
  }

  async #exchange(call: Call, requestId: string): Promise<Exchange> {
    const name = `orders ${call.route}`;
    await this.timeline.wait(this.latency(name));
    const reply = new Reply(requestId);
    await this.service.serve(requestOf(call, requestId, this.service.token), reply);
    const exchange = await reply.exchange;
    await this.timeline.wait(this.latency(name));
    return exchange;
  }
}

function requestOf({ path, userId, post }: Call, requestId: string, token: string) {
  const body = post ? JSON.stringify(post.body) : '';
  return {
    method: post ? 'POST' : 'GET',
    url: path,
    headers: {
      authorization: `Bearer ${token}`,
      'x-user-id': userId,
      'x-request-id': requestId,
      ...(post && { 'content-type': 'application/json', 'x-idempotency-key': post.key }),
    },
    bytes: async () => Buffer.from(body),
    isGone: () => false,
  };
}

/** What the service answers, as the client's own http.ts would tell it. Without an answer: for ever. */
class Reply implements Outgoing {
  destroyed = false;
  readonly exchange: Promise<Exchange>;
  #resolve: (exchange: Exchange) => void = () => undefined;
  #head: { readonly status: number; readonly retryAfter: string } | undefined;

  constructor(private readonly requestId: string) {
    this.exchange = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  writeHead(status: number, headers: Readonly<Record<string, string | number>>): void {
    this.#head = { status, retryAfter: String(headers['Retry-After'] ?? '') };
  }

  write(_bytes: Uint8Array, written: () => void): void {
    written();
  }

  end(text: string): void {
    const isTooLarge = Buffer.byteLength(text) > LARGEST_BODY;
    this.#answer(isTooLarge ? { kind: 'unreadable' } : { kind: 'text', text });
  }

  destroy(): void {
    this.destroyed = true;
    const { requestId } = this;
    if (this.#head) this.#answer({ kind: 'broken' });
    else this.#resolve({ answered: false, why: 'the connection broke', requestId });
  }

  #answer(body: Extract<Exchange, { answered: true }>['body']): void {
    const { status = 500, retryAfter = '' } = this.#head ?? {};
    this.#resolve({ answered: true, status, retryAfter, body, requestId: this.requestId });
  }
}

function late(requestId: string): Exchange {
  return { answered: false, why: 'no answer in time', requestId };
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'));
  });
}
