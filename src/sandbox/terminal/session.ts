import { CAST, type Character } from '../cast.js';
import type { Sandbox } from '../sandbox.js';
import { type Message, NotPossible, type Person } from '../slack/index.js';
import type { Feed } from './feed.js';
import { channelOf, conversations, FLOOR, isIn, type Place, placeName } from './places.js';
import type { Voice } from './voice.js';

/** The person at the terminal: who they are now, where, and what they have seen. */
export class Session {
  #character: Character = CAST[0];
  #place: Place = FLOOR;
  #seenBefore: ReadonlySet<Message> = new Set();

  constructor(
    readonly sandbox: Sandbox,
    readonly voice: Voice,
    private readonly feed: Feed,
    /** How long a press waits for its button: piped input does not look before it types. ms */
    readonly patience: number,
  ) {}

  get person(): Person {
    return this.sandbox.slack.person(this.#character.id);
  }

  get name(): string {
    return this.#character.name;
  }

  /** The id of the conversation they are in. */
  get channel(): string {
    return channelOf(this.#place, this.person);
  }

  get prompt(): string {
    return `${this.name} ${placeName(this.#place)}> `;
  }

  /** Somebody else sits down, where they may be: in #shop-floor otherwise. */
  become(character: Character): void {
    this.#character = character;
    if (!isIn(this.#place, this.person)) this.#place = FLOOR;
  }

  /** @throws NotPossible where they are no member */
  go(place: Place): void {
    if (!isIn(place, this.person)) {
      throw new NotPossible(`${this.name} is not in ${placeName(place)}.`);
    }
    this.#place = place;
  }

  /** Every conversation, by id, with its name. */
  get conversations(): ReadonlyMap<string, string> {
    return conversations(CAST.map(({ id }) => this.sandbox.slack.person(id)));
  }

  /** All that the person can read anywhere, the newest first. */
  readable(): Message[] {
    return [...this.conversations.keys()]
      .flatMap((channel) => this.person.messages(channel))
      .sort((one, other) => other.ts.localeCompare(one.ts));
  }

  /** From here on, what appears counts as an effect of what is done now. */
  beginAct(): void {
    this.#seenBefore = new Set(this.#all());
  }

  /** The drawings that appeared, to anybody, since the last act began. */
  appeared(): Message[] {
    return this.#all().filter((message) => !this.#seenBefore.has(message));
  }

  /** Everything that there is to see stands on the screen. */
  caughtUp(): Promise<void> {
    return this.feed.show();
  }

  #all(): Message[] {
    const { slack } = this.sandbox;
    return [...this.conversations.keys()].flatMap((channel) => slack.messages(channel));
  }
}
