import type { Block } from './block-kit/blocks.js';
import type { Changes } from './changes.js';
import { type Clock, Timestamps } from './clock.js';

/** One drawing of a message. An edit makes a new object, so one that was kept is the old drawing. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** The root's `ts`, for a reply. */
  readonly threadTs?: string;
  /** A reply that is shown in the channel too (`reply_broadcast`). */
  readonly isBroadcast?: boolean;
  /** Id of the author. */
  readonly user: string;
  /** The fallback text where there are blocks. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The one person who sees it; such a message can't be edited by `chat.update`. */
  readonly ephemeralTo?: string;
  /** When it was edited last. */
  readonly editedTs?: string;
  /** A deleted root whose thread lives on. */
  readonly deleted?: boolean;
}

/** What a message says. */
export type MessageContent = Pick<Message, 'text' | 'blocks'>;

/** Every message there is, and every drawing each of them ever had. */
export class Messages {
  private readonly drawingsByKey = new Map<string, Message[]>();
  private readonly live = new Map<string, Map<string, Message>>();
  private readonly timestamps: Timestamps;

  constructor(
    clock: Clock,
    private readonly changes: Changes,
  ) {
    this.timestamps = new Timestamps(clock);
  }

  post(message: Omit<Message, 'ts' | 'editedTs' | 'deleted'>): Message {
    return this.draw({ ...message, ts: this.timestamps.next() });
  }

  edit(message: Message, content: MessageContent): Message {
    return this.draw({ ...message, ...content, editedTs: this.timestamps.next() });
  }

  /** Deletes a message; a root with replies leaves a tombstone, as in Slack. */
  remove(message: Message): void {
    if (this.thread(message.channel, message.ts).length > 1) {
      this.draw({ ...message, text: 'This message was deleted.', blocks: [], deleted: true });
      return;
    }
    this.live.get(message.channel)?.delete(message.ts);
    this.changes.happened();
  }

  find(channel: string, ts: string): Message | undefined {
    return this.live.get(channel)?.get(ts);
  }

  /** All messages of a channel, oldest first, replies and ephemeral ones included. */
  inChannel(channel: string): Message[] {
    return [...(this.live.get(channel)?.values() ?? [])];
  }

  /** The root and its replies, oldest first. */
  thread(channel: string, ts: string): Message[] {
    return this.inChannel(channel).filter(
      (message) => message.ts === ts || message.threadTs === ts,
    );
  }

  /** Every drawing that a message ever had, oldest first, also when it is deleted by now. */
  drawings(channel: string, ts: string): readonly Message[] {
    return this.drawingsByKey.get(key(channel, ts)) ?? [];
  }

  private draw(message: Message): Message {
    const at = key(message.channel, message.ts);
    const channel = this.live.get(message.channel) ?? new Map<string, Message>();
    this.live.set(message.channel, channel.set(message.ts, message));
    this.drawingsByKey.set(at, [...(this.drawingsByKey.get(at) ?? []), message]);
    this.changes.happened();
    return message;
  }
}

function key(channel: string, ts: string): string {
  return `${channel}/${ts}`;
}
