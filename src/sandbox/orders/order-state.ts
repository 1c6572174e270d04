import type { Cancellation, Order, OrderEvent, OrderFacts } from './order.js';

/** The order's facts with every change from outside applied; `state` is stateAt's to tell. */
export function factsOf(order: Order): OrderFacts {
  let facts = order.original;
  for (const event of order.history) {
    if (event.kind === 'change') facts = { ...facts, ...event.patch };
  }
  return facts;
}

/** The order's state at `now` (epoch ms): the latest move that has come due. */
export function stateAt(order: Order, now: number): string {
  let latest = { at: Number.NEGATIVE_INFINITY, state: order.original.state };
  for (const event of order.history) {
    const move = moveOf(event);
    if (move && move.at <= now && move.at >= latest.at) latest = move;
  }
  return latest.state;
}

/** Where the newest cancellation stands; undefined where none was ever started. */
export function cancelStatusAt(
  order: Order,
  now: number,
): { status: 'processing' | 'completed' | 'failed'; error?: string } | undefined {
  const newest = newestCancellation(order);
  if (!newest) return undefined;
  if (now < newest.settlesAt) return { status: 'processing' };
  return newest.failsWith === undefined
    ? { status: 'completed' }
    : { status: 'failed', error: newest.failsWith };
}

/** The newest cancellation, whatever became of it and whatever was reinstated since. */
export function newestCancellation(order: Order): Cancellation | undefined {
  return order.history.findLast((event) => event.kind === 'cancellation');
}

export function isReinstatingAt(order: Order, now: number): boolean {
  const newest = order.history.findLast((event) => event.kind !== 'change');
  return newest?.kind === 'reinstatement' && now < newest.settlesAt;
}

/** The next moment after `now` at which anything about the order changes by itself. */
export function nextMoment(order: Order, now: number): number {
  const moments = order.history.flatMap((event) =>
    event.kind === 'change'
      ? []
      : [0, ...Object.values(event.lags)].map((lag) => event.settlesAt + lag),
  );
  return Math.min(...moments.filter((moment) => moment > now), Number.POSITIVE_INFINITY);
}

/** The order as a replica that lags behind by one event still sees it. */
export function beforeNewestEvent(order: Order): Order {
  return { ...order, history: order.history.slice(0, -1) };
}

function moveOf(event: OrderEvent): { at: number; state: string } | undefined {
  switch (event.kind) {
    case 'cancellation':
      return event.failsWith === undefined
        ? { at: event.settlesAt, state: 'cancelled' }
        : undefined;
    case 'reinstatement':
      return { at: event.settlesAt, state: event.toState };
    case 'change':
      return event.patch.state === undefined
        ? undefined
        : { at: event.at, state: event.patch.state };
  }
}
