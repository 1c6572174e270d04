import type { Message } from '../../src/sandbox/slack/index.js';
import { FLOOR, type World } from './world.js';

/** Cancelled by alice and verified: gives the card. */
export async function cancelled(world: World, orderId: string): Promise<Message> {
  await world.cancels(world.alice, orderId);
  return world.card(orderId, FLOOR, 'Audit entry verified');
}

/** How many reinstatements took effect. */
export function reinstatements(world: World, orderId: string): number {
  return world.orders.effects(orderId).filter(({ kind }) => kind === 'reinstatement').length;
}
