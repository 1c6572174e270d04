import http from 'node:http';
import https from 'node:https';
import type { Span } from '@opentelemetry/api';
import axios from 'axios';
import type { Logger } from 'pino';
import { v4 as uuid } from 'uuid';
import { afterOthers } from '../after-others.js';
import { type OnCall, outcomeOf } from '../metrics/call-metrics.js';
import { type Around, ForbiddenCallError, PLAINLY } from '../seams.js';
import { failed, inSpan } from '../tracing/spans.js';
import { type Body, readBody } from './body.js';
import { openDeadline } from './deadline.js';

export interface HttpSettings {
  /** http or https, with or without a path prefix; no credentials, query or fragment. */
  readonly baseUrl: string;
  readonly token: string;
  /** ms a try may take in all, from the wait for a connection to the last byte. */
  readonly timeout: number;
  readonly log?: Logger | undefined;
  /** Stands around each try. */
  readonly around?: Around;
  /** Is told of each try that was made. */
  readonly onCall?: OnCall | undefined;
}

/** One call: `route` names it in the log, `path` is percent-encoded and begins with `/api`. */
export interface Call {
  readonly route: string;
  readonly path: string;
  readonly userId: string;
  /** Only for a POST. */
  readonly post?: { readonly key: string; readonly body: object };
}

/** What came of one try. */
export type Exchange =
  | {
      readonly answered: true;
      readonly status: number;
      readonly retryAfter: string;
      readonly body: Body;
      readonly requestId: string;
      /** The service's clock, as its `Date` header has it. */
      readonly date?: string;
    }
  | { readonly answered: false; readonly why: string; readonly requestId: string };

export interface Http {
  /**
   * One try; `signal` ends it early, as its own time-out does. Rejects with ForbiddenCallError alone:
   * nothing was sent then.
   */
  send(call: Call, signal?: AbortSignal): Promise<Exchange>;
  /** Lets go of idle connections. */
  close(): void;
}

/** Calls at once, whose connections are all kept: more of them wait for one in their time. */
const GET_AGENT = { keepAlive: true, maxSockets: 32, maxFreeSockets: 32 } as const;
/**
 * A POST opens a connection of its own: a kept one that the service is just closing would break it,
 * and leave an unknown outcome where nothing went wrong.
 */
const POST_AGENT = { keepAlive: false, maxSockets: 16 } as const;

/** As a label: a time-out or a broken connection. */
const NO_ANSWER = 'no_answer';

/** How a try ended, in one of a few words. */
export function outcomeOfExchange(exchange: Exchange): string {
  return exchange.answered ? outcomeOf(exchange.status) : NO_ANSWER;
}

/** The connection to the order service (order-api.md). Throws where a setting cannot work at all. */
export function createHttp(settings: HttpSettings): Http {
  const base = checkedBase(settings.baseUrl);
  if (!/^[\x21-\x7e]+$/.test(settings.token))
    throw new Error('The order service token is no token');
  const gets = { http: new http.Agent(GET_AGENT), https: new https.Agent(GET_AGENT) };
  const posts = { http: new http.Agent(POST_AGENT), https: new https.Agent(POST_AGENT) };
  const { around = PLAINLY } = settings;
  const client = axios.create({
    responseType: 'stream',
    validateStatus: () => true,
    // A redirect could lead token and person elsewhere; a proxy from the environment too.
    maxRedirects: 0,
    proxy: false,
  });

  async function tried(call: Call, requestId: string, signal: AbortSignal): Promise<Exchange> {
    const agents = call.post ? posts : gets;
    const response = await client.request<unknown>({
      method: call.post ? 'POST' : 'GET',
      url: base + call.path,
      data: call.post && JSON.stringify(call.post.body),
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${settings.token}`,
        'X-User-ID': call.userId,
        'X-Request-ID': requestId,
        ...(call.post && {
          'Content-Type': 'application/json',
          'X-Idempotency-Key': call.post.key,
        }),
      },
      httpAgent: agents.http,
      httpsAgent: agents.https,
      signal,
    });
    const body = await readBody(response.data);
    const retryAfter = String(response.headers['retry-after'] ?? '');
    const date = String(response.headers.date ?? '');
    return { answered: true, status: response.status, retryAfter, body, requestId, date };
  }

  return {
    async send(call, signal) {
      // A read may wait for its turn. A POST goes out in the moment that was asked whether it may.
      if (!call.post) await afterOthers();
      const requestId = uuid();
      const startedAt = performance.now();
      const deadline = openDeadline(settings.timeout, signal);
      const { route } = call;
      const record = (span: Span, outcome: { status: number } | { failure: string }) => {
        const seconds = (performance.now() - startedAt) / 1_000;
        const word = 'status' in outcome ? outcomeOf(outcome.status) : NO_ANSWER;
        settings.onCall?.({ route, outcome: word, seconds });
        if (!('status' in outcome)) failed(span, outcome.failure);
        else span.setAttribute('http.response.status_code', outcome.status);
        const ms = Math.round(seconds * 1_000);
        settings.log?.debug({ route, ...outcome, ms, requestId }, 'order service call');
      };
      const attributes = {
        'http.request.method': call.post ? 'POST' : 'GET',
        'opsguide.request_id': requestId,
      };
      return inSpan(`orders ${route}`, { isCall: true, attributes }, async (span) => {
        try {
          const exchange = await around(`orders ${route}`, () =>
            tried(call, requestId, deadline.signal),
          );
          if (exchange.answered) record(span, { status: exchange.status });
          if (!call.post) await afterOthers();
          return exchange;
        } catch (error) {
          if (error instanceof ForbiddenCallError) throw error;
          // The error holds the token and the URL in its config: nothing but its code goes on.
          const late = deadline.signal.aborted;
          record(span, { failure: late ? 'deadline' : codeOf(error) });
          const why = late ? 'no answer in time' : 'the connection broke';
          return { answered: false, why, requestId };
        } finally {
          deadline.close();
        }
      });
    },
    close() {
      for (const agent of [...Object.values(gets), ...Object.values(posts)]) agent.destroy();
    },
  };
}

function checkedBase(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const plain = url && !url.username && !url.password && !url.search && !url.hash;
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new Error(
      'The order service URL must be http(s), without credentials, query or fragment',
    );
  }
  return url.href.replace(/\/+$/, '');
}

function codeOf(error: unknown): string {
  return (axios.isAxiosError(error) && error.code) || 'unknown';
}
