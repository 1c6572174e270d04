import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { type Call, type CallFilter, Calls } from './calls.js';
import type { Outgoing } from './deliver.js';
import { type FaultRule, FaultRules, type SwitchedFault } from './faults.js';
import { IdempotencyKeys } from './idempotency.js';
import type { OrderFacts } from './order.js';
import { type OrderView, viewOf } from './order-view.js';
import { type Effect, type NewOrder, Orders } from './orders.js';
import { People, type Person } from './people.js';
import { ReadyFaults } from './ready-faults.js';
import { SEED_ORDERS, SEED_PEOPLE } from './seed.js';
import { type Incoming, type Premises, serve } from './serve.js';
import { createOrderServer } from './server.js';
import { type Timings, usualTimings } from './timings.js';
import { Moments } from './until.js';

export type { Call, CallFilter } from './calls.js';
export type { Outgoing } from './deliver.js';
export type { Fault } from './fault.js';
export type { FaultRule, SwitchedFault } from './faults.js';
export type { OrderFacts } from './order.js';
export type { OrderView } from './order-view.js';
export type { Effect, NewOrder } from './orders.js';
export type { Person } from './people.js';

/** The single times (ms) win over `timeScale`, which multiplies the usual ones. */
export interface LocalOrderServiceOptions extends Partial<Timings> {
  /** Default 0: takes a free one. */
  readonly port?: number;
  /** What `Authorization: Bearer` must carry; default: a random one. */
  readonly token?: string;
  readonly timeScale?: number;
  /** The service's clock, epoch ms; default `Date.now`. */
  readonly now?: () => number;
  /** Whether to begin with the seed's orders and people; default true. */
  readonly seed?: boolean;
}

/** Faults to switch on and off at run time. */
export interface FaultSwitches {
  /** Switches any fault on, for the calls that the rule names. */
  add(rule: FaultRule): SwitchedFault;
  /** The ready faults, each with one line on what it does and whether it is on. */
  list(): readonly { name: string; description: string; on: boolean }[];
  /** @throws Error where no ready fault has this name */
  turnOn(name: string): void;
  turnOff(name: string): void;
  /** Switches everything off. */
  clear(): void;
}

/**
 * A strict stand-in for the order service, as order-api.md has it, on 127.0.0.1. State is read off
 * the clock, so that an injected one makes it deterministic.
 */
export interface LocalOrderService extends LocalOrderHands {
  readonly baseUrl: string;
  /** Destroys every connection. What was still delayed takes no effect. */
  close(): Promise<void>;
}

/** Sets it up, changes it from outside, and looks into it. */
export interface LocalOrderHands {
  readonly token: string;
  readonly faults: FaultSwitches;
  addOrder(order: NewOrder): void;
  addPerson(person: Person): void;
  removePerson(userId: string): void;
  /** What is true of an order now. @throws Error where there is no such order */
  order(id: string): OrderView;
  /** All orders as they are now, in the order in which they were added. */
  orders(): readonly OrderView[];
  /** From now on everything takes the usual times multiplied by this; what is under way keeps its own. */
  setTimeScale(timeScale: number): void;
  /** Changes an order from outside the API. */
  change(id: string, patch: Partial<OrderFacts>): void;
  /** Another system cancels the order for this person, complete at once. */
  cancelledElsewhere(id: string, userId: string): void;
  /** Ends an order's processing now. */
  settle(id: string): void;
  /** The calls so far, the oldest first. */
  calls(filter?: CallFilter): readonly Call[];
  /** How many calls each route got. */
  counts(): ReturnType<Calls['counts']>;
  /** The cancellations and reinstatements that took effect through calls. */
  effects(id?: string): readonly Effect[];
  /** Resolves with the condition's first truthy value; rejects after `withinMs` real ms. */
  until<T>(
    condition: () => T | undefined | null | false,
    options: { withinMs: number },
  ): Promise<T>;
}

/** Starts the local order service. @throws Error where the port is taken */
export async function startLocalOrderService(
  options: LocalOrderServiceOptions = {},
): Promise<LocalOrderService> {
  const { premises, hands, close } = orderServiceOf(options);
  const server = createOrderServer(premises);
  const baseUrl = await listen(server, options.port ?? 0);
  return {
    ...hands,
    baseUrl,
    async close() {
      if (premises.closing.aborted) return;
      close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Opens the same without a server: `serve` takes what would have come in over a socket. */
export function openLocalOrderService(
  options: Omit<LocalOrderServiceOptions, 'port'> = {},
): LocalOrderHands & {
  serve(request: Incoming, response: Outgoing): Promise<void>;
  close(): void;
} {
  const { premises, hands, close } = orderServiceOf(options);
  return { ...hands, close, serve: (request, response) => serve(premises, request, response) };
}

function orderServiceOf(options: LocalOrderServiceOptions) {
  const { token = randomUUID(), now = Date.now, seed = true } = options;
  let timings = timingsOf(options);
  const moments = new Moments(() => orders.nextMoment() - now());
  const happened = () => moments.happened();
  const orders = new Orders(now, happened);
  const people = new People();
  const calls = new Calls(happened);
  const rules = new FaultRules();
  const ready = new ReadyFaults(rules, orders);
  const keys = new IdempotencyKeys();
  const closing = new AbortController();
  // Each call that is slow on purpose listens for it, however many there are.
  setMaxListeners(0, closing.signal);
  if (seed) {
    for (const person of SEED_PEOPLE) people.add(person);
    for (const order of SEED_ORDERS) orders.add(order);
  }
  const premises: Premises = {
    ...{ token, now, timings: () => timings, orders, people, keys, rules, calls },
    closing: closing.signal,
  };
  const hands: LocalOrderHands = {
    token,
    faults: {
      add: (rule) => rules.add(rule),
      list: () => ready.list(),
      turnOn: (name) => ready.turnOn(name),
      turnOff: (name) => ready.turnOff(name),
      clear() {
        ready.clear();
        rules.clear();
      },
    },
    addOrder: (order) => orders.add(order),
    addPerson: (person) => people.add(person),
    removePerson: (userId) => people.remove(userId),
    order: (id) => viewOf(orders.get(id), now()),
    orders: () => orders.all().map((order) => viewOf(order, now())),
    setTimeScale(timeScale) {
      timings = usualTimings(timeScale);
    },
    change: (id, patch) => orders.change(id, patch),
    cancelledElsewhere: (id, userId) => orders.cancelledElsewhere(id, userId),
    settle: (id) => orders.settle(id),
    calls: (filter) => calls.list(filter),
    counts: () => calls.counts(),
    effects: (id) => orders.effects(id),
    until: (condition, { withinMs }) => moments.until(condition, withinMs),
  };
  const close = () => {
    closing.abort();
    moments.close();
  };
  return { premises, hands, close };
}

function timingsOf(options: LocalOrderServiceOptions): Timings {
  const usual = usualTimings(options.timeScale);
  return {
    processingMs: options.processingMs ?? usual.processingMs,
    reinstateMs: options.reinstateMs ?? usual.reinstateMs,
    billingLagMs: options.billingLagMs ?? usual.billingLagMs,
    notificationLagMs: options.notificationLagMs ?? usual.notificationLagMs,
    auditLagMs: options.auditLagMs ?? usual.auditLagMs,
  };
}

/** Only ever on the loopback: the service answers whoever holds its token. */
async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  return `http://127.0.0.1:${address.port}`;
}
