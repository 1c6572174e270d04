import { randomUUID } from 'node:crypto';
import type { Cancellation, Order, OrderEvent, OrderFacts, Reinstatement } from './order.js';
import { nextMoment, stateAt } from './order-state.js';

/** A new order: its id, and whatever differs from a fine pending order. */
export interface NewOrder extends Partial<OrderFacts> {
  readonly id: string;
  /** Sets `createdAt` this many ms before now. */
  readonly ageMs?: number;
  /** The order was cancelled by this person, this many ms ago, without a call to this service. */
  readonly cancelled?: { readonly by: string; readonly agoMs: number };
}

/** One cancellation or reinstatement that took effect through a call. */
export interface Effect {
  readonly kind: 'cancellation' | 'reinstatement';
  readonly orderId: string;
  readonly userId: string;
  readonly key: string;
  readonly requestId: string;
  /** Epoch ms, by the service's clock. */
  readonly at: number;
  /** It was accepted, and then fails: the order stays as it was. */
  readonly fails: boolean;
}

const DAY = 24 * 60 * 60 * 1000;
const AT_ONCE = { billing: 0, notification: 0, audit: 0 } as const;

/** All orders. Nothing moves by timers: each question is answered as of the clock's now. */
export class Orders {
  readonly #orders = new Map<string, Order>();

  constructor(
    private readonly now: () => number,
    private readonly moved: () => void,
  ) {}

  /** Adds an order, or puts it in place of the one with its id. */
  add({ id, ageMs, cancelled, ...given }: NewOrder): void {
    const original: OrderFacts = {
      state: 'pending',
      createdAt: this.now() - (ageMs ?? 2 * DAY),
      customerId: `CUST-${id.replace(/^ORD-/, '')}`,
      total: { amount: '129.90', currency: 'EUR' },
      items: [{ sku: 'SKU-1', quantity: 1 }],
      billingHold: false,
      shipmentStatus: 'not_shipped',
      requiresBusinessHours: false,
      workflows: [],
      notifications: [],
      warnings: [],
      furtherPreview: {},
      notificationsNeverSent: false,
      auditNeverWritten: false,
      ...given,
    };
    this.#put({ id, original, history: [] });
    if (cancelled) this.cancelledElsewhere(id, cancelled.by, cancelled.agoMs);
  }

  find(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  /** @throws Error where there is no such order: a defect of the test that asks. */
  get(id: string): Order {
    const order = this.find(id);
    if (!order) throw new Error(`There is no order ${id} in the local order service`);
    return order;
  }

  /** In the order in which they were added. */
  all(): readonly Order[] {
    return [...this.#orders.values()];
  }

  record(id: string, event: OrderEvent): void {
    const order = this.get(id);
    this.#put({ ...order, history: [...order.history, event] });
  }

  /** Changes facts of an order from outside the API, its state too. */
  change(id: string, patch: Partial<OrderFacts>): void {
    this.record(id, { kind: 'change', at: this.now(), patch });
  }

  /** Somebody cancels the order without this service being called; complete at once. */
  cancelledElsewhere(id: string, userId: string, agoMs = 0): void {
    const at = this.now() - agoMs;
    this.record(id, {
      kind: 'cancellation',
      cancellationId: randomUUID(),
      at,
      settlesAt: at,
      userId,
      key: '',
      requestId: randomUUID(),
      reason: 'customer_request',
      notes: '',
      notifyStakeholders: true,
      formerState: stateAt(this.get(id), at),
      lags: AT_ONCE,
      origin: 'elsewhere',
    });
  }

  /** Ends all that is being processed for the order now, however long it was to take. */
  settle(id: string): void {
    const order = this.get(id);
    const now = this.now();
    const settled = order.history.map((event) =>
      event.kind !== 'change' && event.settlesAt > now ? { ...event, settlesAt: now } : event,
    );
    this.#put({ ...order, history: settled });
  }

  /** What took effect through calls, in that order; of one order or of all. */
  effects(id?: string): readonly Effect[] {
    const orders = id === undefined ? [...this.#orders.values()] : [this.get(id)];
    return orders
      .flatMap((order) =>
        order.history.filter(isCalledRound).map((round) => {
          const { kind, userId, key, requestId, at } = round;
          const fails = round.kind === 'cancellation' && round.failsWith !== undefined;
          return { kind, orderId: order.id, userId, key, requestId, at, fails };
        }),
      )
      .sort((a, b) => a.at - b.at);
  }

  /** The next moment (epoch ms) at which any order changes by itself; `Infinity`: none. */
  nextMoment(): number {
    const now = this.now();
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...[...this.#orders.values()].map((order) => nextMoment(order, now)),
    );
  }

  #put(order: Order): void {
    this.#orders.set(order.id, order);
    this.moved();
  }
}

function isCalledRound(event: OrderEvent): event is Cancellation | Reinstatement {
  return event.kind !== 'change' && event.origin === 'call';
}
