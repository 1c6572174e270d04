import { CHANNELS } from '../cast.js';
import type { Person } from '../slack/index.js';

/** Where one can go, and type commands. */
export const PLACES = ['shop-floor', 'order-ops', 'back-room', 'dm'] as const;
export type Place = (typeof PLACES)[number];

export const FLOOR: Place = 'shop-floor';

export function isPlace(word: string): word is Place {
  return PLACES.some((place) => place === word);
}

/** The conversation that a place is for a person: everybody's direct message is their own. */
export function channelOf(place: Place, person: Person): string {
  return CHANNELS.find(({ name }) => name === place)?.id ?? person.directMessage;
}

/** Whether a person is in a place. */
export function isIn(place: Place, { id }: Person): boolean {
  const channel = CHANNELS.find(({ name }) => name === place);
  return channel === undefined || channel.members.some((member) => member === id);
}

/** A place as one reads it: `#shop-floor`, or `direct message`. */
export function placeName(place: Place): string {
  return place === 'dm' ? 'direct message' : `#${place}`;
}

/** Every conversation that these people can have the bot in, with its name. */
export function conversations(people: readonly Person[]): ReadonlyMap<string, string> {
  return new Map([
    ...CHANNELS.map(({ id, name }) => [id, `#${name}`] as const),
    ...people.map(
      ({ directMessage, record }) => [directMessage, `direct message of ${record.name}`] as const,
    ),
  ]);
}
