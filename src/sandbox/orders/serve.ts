import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { admit, headerOf, idempotencyKeyOf, jsonOf } from './admission.js';
import { type Answer, errorAnswer, Refusal } from './answer.js';
import type { Calls, OpenCall } from './calls.js';
import { deliver, type Outgoing } from './deliver.js';
import {
  type Fault,
  isAnswerFault,
  isArrivalFault,
  isDelay,
  isProcessing,
  isStale,
} from './fault.js';
import type { FaultRules } from './faults.js';
import type { IdempotencyKeys } from './idempotency.js';
import type { Orders } from './orders.js';
import type { People } from './people.js';
import { findRoute } from './routes/index.js';
import type { Asked, EffectRoute } from './routes/route.js';
import type { Timings } from './timings.js';

/** Everything that a call can meet. */
export interface Premises {
  readonly token: string;
  readonly now: () => number;
  /** As they are at this moment. */
  readonly timings: () => Timings;
  readonly orders: Orders;
  readonly people: People;
  readonly keys: IdempotencyKeys;
  readonly rules: FaultRules;
  readonly calls: Calls;
  /** Aborted when the service closes: nothing that still waits may take effect then. */
  readonly closing: AbortSignal;
}

/** A request as it came in, over a socket or without one. */
export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** @throws Refusal 413 `body_too_large` */
  bytes(): Promise<Buffer>;
  /** Whether whoever asked has gone away. */
  isGone(): boolean;
}

/** One call under way: what came in, its place in the log, and what it can meet. */
interface Exchange extends Premises {
  readonly request: Incoming;
  readonly path: string;
  readonly open: OpenCall;
}

/** Serves one request, whatever becomes of it. */
export async function serve(
  premises: Premises,
  request: Incoming,
  response: Outgoing,
): Promise<void> {
  const path = request.url.split('?')[0] ?? '/';
  const open = premises.calls.begin({
    at: premises.now(),
    method: request.method,
    path,
    route: 'unknown',
    userId: headerOf(request, 'x-user-id'),
    key: headerOf(request, 'x-idempotency-key'),
    requestId: headerOf(request, 'x-request-id'),
    status: 'open',
    replayed: false,
    faults: [],
  });
  const exchange = { ...premises, request, path, open };
  try {
    const { answer, fault } = await answerTo(exchange);
    open.note({
      effect: answer.effect,
      replayed: answer.headers?.['Idempotent-Replayed'] === 'true',
    });
    open.note({ status: deliver(response, answer, fault) });
  } catch (error) {
    response.destroy();
    open.note({ status: 'broken' });
    // The caller going away and the service closing are ordinary; anything else is our own defect.
    if (!premises.closing.aborted && !request.isGone()) console.error(error);
  }
}

async function answerTo(exchange: Exchange) {
  try {
    const { route, id } = findRoute(exchange.request.method, exchange.path);
    exchange.open.note({ route: route.name, orderId: route.name === 'roles' ? undefined : id });
    const bytes = await exchange.request.bytes();
    if (bytes.length > 0) exchange.open.note({ body: bytes.toString() });
    const arrival = meet(exchange, isArrivalFault);
    // A fault on arrival is all that the caller gets: this answer is never sent.
    if (arrival) return { answer: errorAnswer(500, 'fault', 'Met a fault'), fault: arrival };
    const { userId, requestId } = admit(exchange.request, exchange.token);
    const { orders, people, now } = exchange;
    const asked = { id, userId, requestId, stale: false, orders, people };
    if (route.method === 'POST') {
      return withFault(exchange, await post(exchange, route, bytes, asked));
    }
    await delay(exchange);
    const stale = meet(exchange, isStale) !== undefined;
    return withFault(exchange, route.read({ ...asked, now: now(), stale }));
  } catch (error) {
    if (error instanceof Refusal) return withFault(exchange, error.answer());
    throw error;
  }
}

/** Executes a POST once for its key, or gives the first answer again. */
async function post(
  exchange: Exchange,
  route: EffectRoute,
  bytes: Buffer,
  asked: Omit<Asked, 'now'>,
): Promise<Answer> {
  const { keys, path, request, timings, now } = exchange;
  const key = idempotencyKeyOf(request);
  const execute = route.prepare(jsonOf(request, bytes));
  const keyed = { key, method: 'POST', path, userId: asked.userId, body: bytes };
  const first = keys.begin(keyed);
  if (first) return first;
  try {
    await delay(exchange);
    const processingMs = meet(exchange, isProcessing)?.ms;
    const answer = execute({ ...asked, now: now(), key, timings: timings(), processingMs });
    keys.finish(keyed, answer);
    return answer;
  } catch (error) {
    if (error instanceof Refusal) keys.finish(keyed, error.answer());
    else keys.release(keyed);
    throw error;
  }
}

async function delay(exchange: Exchange): Promise<void> {
  const ms = meet(exchange, isDelay)?.ms;
  if (ms !== undefined) await wait(ms, undefined, { signal: exchange.closing, ref: false });
}

function withFault(exchange: Exchange, answer: Answer) {
  return { answer, fault: meet(exchange, isAnswerFault) };
}

function meet<F extends Fault>({ rules, open }: Exchange, stage: (fault: Fault) => fault is F) {
  const fault = rules.take(open.call, stage);
  if (fault) open.note({ faults: [...open.call.faults, fault.kind] });
  return fault;
}
