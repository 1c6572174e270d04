import type { Answer } from '../answer.js';
import { Refusal } from '../answer.js';
import type { Order } from '../order.js';
import { beforeNewestEvent } from '../order-state.js';
import type { Orders } from '../orders.js';
import type { People } from '../people.js';
import type { Timings } from '../timings.js';

/** The contract's calls, by short names: in the log, and to say what a fault is for. */
export type RouteName =
  | 'roles'
  | 'status'
  | 'dependencies'
  | 'metadata'
  | 'preview'
  | 'cancel'
  | 'cancel_status'
  | 'eligibility'
  | 'reinstate'
  | 'billing'
  | 'notifications'
  | 'audit_log';

/** One well-formed call: who asks, about what, as of when. */
export interface Asked {
  /** The path's order id or user id, decoded. */
  readonly id: string;
  readonly userId: string;
  readonly requestId: string;
  readonly now: number;
  /** A stale replica answers: all but the newest event. */
  readonly stale: boolean;
  readonly orders: Orders;
  readonly people: People;
}

/** One well-formed POST, whose key was taken for it. */
export interface Posted extends Asked {
  readonly key: string;
  readonly timings: Timings;
  /** How long processing takes instead of the usual time (ms). */
  readonly processingMs?: number;
}

export interface ReadRoute {
  readonly name: RouteName;
  readonly method: 'GET';
  /** `:id` stands for the one variable segment. */
  readonly path: string;
  /** @throws Refusal */
  read(asked: Asked): Answer;
}

export interface EffectRoute {
  readonly name: RouteName;
  readonly method: 'POST';
  readonly path: string;
  /**
   * Reads the body before anything is executed; what it gives back executes, once.
   * @throws Refusal 400 `malformed_body`
   */
  prepare(body: unknown): (posted: Posted) => Answer;
}

export type Route = ReadRoute | EffectRoute;

/**
 * The order that was asked for. Whoever asks must be known, but needs no role to read.
 * @throws Refusal 403 `unknown_user`, 404 `order_not_found`
 */
export function orderAsked({ id, userId, stale, orders, people }: Asked): Order {
  if (!people.rolesOf(userId)) {
    throw new Refusal(403, 'unknown_user', 'The acting user is not known');
  }
  const order = orders.find(id);
  if (!order) throw new Refusal(404, 'order_not_found', 'There is no such order');
  return stale ? beforeNewestEvent(order) : order;
}
