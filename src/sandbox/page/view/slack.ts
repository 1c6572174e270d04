import type { ChannelRecord, LocalSlack, Message, Person } from '../../slack/index.js';
import type { Conversation, ShownMessage } from '../contract.js';
import type { ReadMarks } from '../read-marks.js';

/** As many messages of a conversation as the page is sent, the newest. */
const MOST_MESSAGES = 300;

/** What a person can read, as Slack's client shows it to them. */
export function messagesFor(person: Person, marks: ReadMarks): ShownMessage[] {
  return person.conversations.flatMap(({ id }) =>
    person
      .messages(id)
      .slice(-MOST_MESSAGES)
      .map((message) => shown(message, !isReadBy(person, message, marks))),
  );
}

/** The conversations that a person is in, with what they have not read there. */
export function conversationsFor(
  person: Person,
  slack: LocalSlack,
  marks: ReadMarks,
  isAppReadOnly: boolean,
): Conversation[] {
  return person.conversations.map((channel) => {
    const kind = kindOf(channel, slack);
    return {
      id: channel.id,
      name: nameFor(person, channel, slack),
      kind,
      members: slack.people.flatMap(({ id }) => (isMember(channel, id, slack) ? [id] : [])),
      hasApp: channel.botIsMember,
      isReadOnly: channel.archived || (kind === 'app' && isAppReadOnly),
      ...unreadIn(person, channel, marks),
    };
  });
}

/** Whether, and how often to their face, a person was told something in a channel that they did not read. */
export function unreadIn(person: Person, channel: ChannelRecord, marks: ReadMarks) {
  const unread = person
    .messages(channel.id)
    .filter((message) => !message.ephemeralTo && !isReadBy(person, message, marks));
  const isForThem = (message: Message) => channel.im !== undefined || mentions(message, person.id);
  return {
    hasUnread: unread.some(({ threadTs }) => threadTs === undefined),
    mentions: unread.filter(isForThem).length,
  };
}

function isReadBy({ id }: Person, message: Message, marks: ReadMarks): boolean {
  const { user, channel, threadTs, ts, isBroadcast } = message;
  if (user === id || marks.isRead({ person: id, channel, threadTs }, ts)) return true;
  return isBroadcast === true && marks.isRead({ person: id, channel }, ts);
}

/** In what way Slack notifies: by mrkdwn, or by an element of rich text. */
function mentions({ text, blocks }: Message, personId: string): boolean {
  const said = `${text}${JSON.stringify(blocks)}`;
  return said.includes(`<@${personId}>`) || said.includes(`"user_id":"${personId}"`);
}

function kindOf(channel: ChannelRecord, { botUserId }: LocalSlack): Conversation['kind'] {
  if (channel.im) return channel.im.includes(botUserId) ? 'app' : 'direct';
  return channel.private ? 'private' : 'public';
}

function nameFor({ id }: Person, channel: ChannelRecord, slack: LocalSlack): string {
  const other = channel.im?.find((one) => one !== id);
  if (other === undefined) return channel.name;
  return other === slack.botUserId ? slack.identity.appName : slack.person(other).record.name;
}

function isMember({ id }: ChannelRecord, personId: string, slack: LocalSlack): boolean {
  return slack.person(personId).conversations.some((channel) => channel.id === id);
}

function shown(message: Message, isUnread: boolean): ShownMessage {
  const { channel, ts, threadTs, user, text, blocks, editedTs } = message;
  return {
    channel,
    ts,
    ...(threadTs && { threadTs }),
    isBroadcast: message.isBroadcast ?? false,
    user,
    text,
    blocks,
    isEphemeral: message.ephemeralTo !== undefined,
    ...(editedTs && { editedTs }),
    isDeleted: message.deleted ?? false,
    isUnread,
  };
}
