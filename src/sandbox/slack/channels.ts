import type { People, PersonRecord } from './people.js';

/** A conversation, as tests and the sandbox describe it. */
export interface ChannelDetails {
  readonly id: string;
  /** Without the #. */
  readonly name: string;
  readonly private?: boolean;
  readonly botIsMember?: boolean;
  /** Ids of people. Absent: everybody of the workspace (and strangers, where it is shared) in a public channel, nobody in a private one. */
  readonly members?: readonly string[];
  /** Shared with another company over Slack Connect. */
  readonly extShared?: boolean;
  /** An invitation to share it is open. */
  readonly pendingExtShared?: boolean;
  readonly archived?: boolean;
}

/** A conversation. `im` holds the ids of the two who talk in a direct message. */
export type ChannelRecord = Required<Omit<ChannelDetails, 'members'>> & {
  readonly members: readonly string[] | 'everybody';
  readonly im?: readonly [string, string];
};

/** Every channel and direct message there is, and who is in it. */
export class Channels {
  private readonly byId = new Map<string, ChannelRecord>();

  constructor(
    private readonly people: People,
    private readonly botUserId: string,
  ) {}

  /** @throws when the id is no channel id, or taken */
  add(details: ChannelDetails): ChannelRecord {
    if (!/^[CG][A-Z0-9]+$/.test(details.id)) throw new Error(`${details.id} is no channel id`);
    if (this.byId.has(details.id)) throw new Error(`There is a channel ${details.id} already`);
    const isPrivate = details.private ?? false;
    return this.put({
      private: isPrivate,
      botIsMember: false,
      members: isPrivate ? [] : 'everybody',
      extShared: false,
      pendingExtShared: false,
      archived: false,
      ...details,
    });
  }

  /** Changes a channel: archives it, lets the bot in or out, shares it. */
  change(id: string, change: Partial<Omit<ChannelDetails, 'id'>>): ChannelRecord {
    return this.put({ ...this.get(id), ...change });
  }

  /** The direct message of two people, made where there is none yet; `D` and an id made of theirs. */
  directMessage(one: string, other: string): ChannelRecord {
    const found = this.all().find((channel) => isBetween(channel, one, other));
    if (found) return found;
    const second = other === this.botUserId ? '' : other;
    return this.put({
      id: `D${one}${second}`,
      name: 'directmessage',
      private: true,
      botIsMember: [one, other].includes(this.botUserId),
      members: [one, other],
      im: [one, other],
      extShared: false,
      pendingExtShared: false,
      archived: false,
    });
  }

  /** The direct message of a person with the bot, made where there is none yet. */
  withBot(userId: string): ChannelRecord {
    return this.directMessage(userId, this.botUserId);
  }

  find(id: string): ChannelRecord | undefined {
    return this.byId.get(id);
  }

  /** @throws when there is no such channel */
  get(id: string): ChannelRecord {
    const channel = this.byId.get(id);
    if (!channel) throw new Error(`There is no channel ${id}`);
    return channel;
  }

  all(): ChannelRecord[] {
    return [...this.byId.values()];
  }

  /** Ids of the people in a channel, the bot included where it is a member. */
  membersOf(channel: ChannelRecord): string[] {
    const members = channel.members;
    const people =
      members === 'everybody'
        ? this.people.all().filter((person) => this.isOfEverybody(person, channel))
        : members.map((id) => ({ id }));
    const ids = people.map((person) => person.id);
    return channel.botIsMember && !ids.includes(this.botUserId) ? [...ids, this.botUserId] : ids;
  }

  hasMember(channel: ChannelRecord, userId: string): boolean {
    return this.membersOf(channel).includes(userId);
  }

  private isOfEverybody(person: PersonRecord, channel: ChannelRecord): boolean {
    if (person.id === this.botUserId) return false;
    return channel.extShared || !this.people.isStranger(person);
  }

  private put(channel: ChannelRecord): ChannelRecord {
    this.byId.set(channel.id, channel);
    return channel;
  }
}

/** The name that payloads carry: Slack tells that of public channels only. */
export function nameInPayloads(channel: ChannelRecord): string {
  if (channel.im) return 'directmessage';
  return channel.private ? 'privategroup' : channel.name;
}

function isBetween(channel: ChannelRecord, one: string, other: string): boolean {
  return channel.im?.includes(one) === true && channel.im.includes(other);
}
