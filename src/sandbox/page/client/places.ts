import type { Conversation, PageState } from '../contract.js';

/** The panes of which a narrow window shows one. */
export type Pane = 'sidebar' | 'chat' | 'thread' | 'backstage';

/** Each person's own conversation with the app, wherever a channel's id may stand. */
export const WITH_THE_APP = 'the app';

/** Where a person is. */
export interface Place {
  readonly channel: string;
  /** The tab of the conversation with the app. */
  readonly tab: 'messages' | 'home';
  /** The root of the open thread. */
  readonly thread?: string | undefined;
  /** A message that is pointed to. */
  readonly pointed?: string | undefined;
  readonly pane: Pane;
}

export const NOWHERE: Place = { channel: '', tab: 'messages', pane: 'chat' };

/** The conversation that is open; the first one where a person is not in it. */
export function openConversation({ conversations }: PageState, { channel }: Place): Conversation {
  const isOpen = ({ id, kind }: Conversation) =>
    id === channel || (channel === WITH_THE_APP && kind === 'app');
  const found = conversations.find(isOpen) ?? conversations[0];
  if (!found) throw new Error('Everybody is in some conversation');
  return found;
}

/** How a conversation is called: `#name`, or the other's name. */
export function titleOf({ kind, name }: Conversation): string {
  return kind === 'public' || kind === 'private' ? `#${name}` : name;
}

const PERMALINK =
  /^http:\/\/127\.0\.0\.1:\d+\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?thread_ts=([\d.]+))?/;

/** Where a link to a message of this workspace leads; undefined for any other link. */
export function placeBehind(
  url: string,
): Pick<Place, 'channel' | 'thread' | 'pointed'> | undefined {
  const [, channel, seconds, micros, thread] = PERMALINK.exec(url) ?? [];
  if (channel === undefined) return undefined;
  return { channel, pointed: `${seconds}.${micros}`, thread };
}
