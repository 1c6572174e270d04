import type { NewOrder } from '../../src/sandbox/orders/index.js';
import type { World } from './world.js';

export const SOON = { withinMs: 15_000 };

let made = 0;

/** A fine order of its own for a test; gives its id. */
export function freshOrder(world: World, more: Omit<NewOrder, 'id'> = {}): string {
  made += 1;
  const id = `ORD-T${made}`;
  world.orders.addOrder({ id, refund: { amount: '10.00', currency: 'EUR' }, ...more });
  return id;
}

/** The POSTs about an order that came in, and how many keys they carried. */
export function postsOf(world: World, route: 'cancel' | 'reinstate', orderId: string) {
  const posts = world.orders.calls({ route, orderId });
  return { posts, keys: new Set(posts.map(({ key }) => key)).size };
}
