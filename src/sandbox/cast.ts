import { SEED_PEOPLE } from './orders/seed.js';
import type { LocalSlack } from './slack/index.js';

/** Somebody whom the person at the terminal can be. */
export interface Character {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The roles are the seed's: alice is ops_engineer, bob order_admin, eve viewer. */
export const CAST = [
  { id: 'UALICE', name: 'alice', email: 'alice@example.com' },
  { id: 'UBOB', name: 'bob', email: 'bob@example.com' },
  { id: 'UEVE', name: 'eve', email: 'eve@example.com' },
] as const satisfies readonly Character[];

export const ORDER_OPS = 'CORDEROPS';

/** The channels by the words with which one goes there; a direct message has no id before its person. */
export const CHANNELS = [
  { id: 'CFLOOR', name: 'shop-floor', members: ['UALICE', 'UBOB', 'UEVE'] },
  { id: ORDER_OPS, name: 'order-ops', members: ['UALICE', 'UBOB'] },
  { id: 'CBACKROOM', name: 'back-room', private: true, members: ['UALICE', 'UBOB'] },
] as const;

/** The roles that the order service knows a character by. */
export function rolesOf({ email }: Character): readonly string[] {
  return SEED_PEOPLE.find(({ userId }) => userId === email)?.roles ?? [];
}

/** Puts the cast and the channels into an empty local Slack. */
export function populate(slack: LocalSlack): void {
  for (const character of CAST) slack.addPerson(character);
  for (const channel of CHANNELS) slack.addChannel(channel);
}
