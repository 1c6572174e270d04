import type { LocalSlack, Message } from '../slack/index.js';
import { framed } from './voice.js';

/** What can be read in the world, and how its places and authors are called. */
export interface Reading {
  readonly slack: LocalSlack;
  /** Names by channel id. */
  readonly conversations: ReadonlyMap<string, string>;
}

/** A message as it appears, or, edited, in short: its first line and the lines that changed. */
export function messageNews(message: Message, before: Message | undefined, reading: Reading) {
  const { slack } = reading;
  const text = slack.asText(message);
  const title = titleOf(message, reading);
  if (!before) return framed(title, text);
  return framed(`${title}, edited`, changedLines(text, slack.asText(before)));
}

/** Where a message stands, who wrote it, and who else does not see it. */
export function titleOf(message: Message, { slack, conversations }: Reading): string {
  const { channel, threadTs, ephemeralTo } = message;
  const root = threadTs ? slack.message(channel, threadTs) : undefined;
  return [
    `${conversations.get(channel) ?? channel}, ${authorOf(message, slack)}`,
    ...(root ? [`in the thread of «${root.text.replace(/:.*$/s, '')}»`] : []),
    ...(ephemeralTo ? [`only ${slack.person(ephemeralTo).record.name} sees this`] : []),
  ].join(', ');
}

/** The first line, which says what it is, and each line that was not there before. */
export function changedLines(now: string, before: string): string {
  const known = new Set(before.split('\n'));
  const [first = '', ...rest] = now.split('\n');
  const changed = rest.filter((line) => !known.has(line));
  return [first, ...(changed.length > 0 ? changed : ['(drawn anew)'])].join('\n');
}

function authorOf({ user }: Message, { identity, botUserId, person }: LocalSlack): string {
  if (user === botUserId) return identity.appName;
  return user === 'USLACKBOT' ? 'Slackbot' : person(user).record.name;
}
