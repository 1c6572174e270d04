import { type LocalSlack, NotPossible, type Person } from '../../slack/index.js';
import type { Act } from '../contract.js';
import type { World } from '../world.js';
import type { Acknowledged } from './told.js';

/** Sends what was typed: a slash command to the app, anything else as a message. */
export async function say(
  person: Person,
  { channel, text, threadTs }: Extract<Act, { do: 'say' }>,
  { sandbox, installed }: World,
): Promise<Acknowledged | undefined> {
  const typed = text.trim();
  if (typed === '') throw new NotPossible('There is nothing to send.');
  if (isReadOnly(channel, person, sandbox.slack) && installed.isReadOnly) {
    throw new NotPossible('Sending messages to this app has been turned off.');
  }
  const command = /^\/\S*/.exec(typed)?.[0];
  if (command === undefined) {
    person.writes(channel, typed, threadTs === undefined ? {} : { threadTs });
    return undefined;
  }
  if (!installed.commands.some((one) => one.command === command)) {
    throw new NotPossible(`${command} is not a valid command.`);
  }
  if (threadTs !== undefined) {
    throw new NotPossible(`${command} is not supported in threads. Sorry!`);
  }
  await person.types(channel, typed);
  // Slack tells of its failure in the channel.
  return undefined;
}

/** A message that one person alone sees can be put away by them. */
export function dismiss(
  person: Person,
  { channel, ts }: Extract<Act, { do: 'dismiss' }>,
  slack: LocalSlack,
): undefined {
  const message = person.messages(channel).find((one) => one.ts === ts);
  if (message?.ephemeralTo !== person.id) throw new NotPossible('This message is gone.');
  slack.deleteMessage(channel, ts);
}

/** Opens the app's Home tab; the app hears of it where it asked to. */
export async function openHome(
  person: Person,
  { installed }: World,
): Promise<Acknowledged | undefined> {
  return installed.events.includes('app_home_opened') ? person.opensHome() : undefined;
}

/** All that stands in a channel or a thread now is read. */
export function read(
  person: Person,
  { channel, threadTs }: Extract<Act, { do: 'read' }>,
  { marks, changed }: World,
): undefined {
  const newest = person
    .messages(channel)
    .filter((message) => message.threadTs === threadTs || (!threadTs && message.isBroadcast))
    .at(-1);
  if (!newest) return;
  marks.set({ person: person.id, channel, threadTs }, newest.ts);
  changed();
}

function isReadOnly(channel: string, person: Person, slack: LocalSlack): boolean {
  const { im } = person.conversations.find(({ id }) => id === channel) ?? {};
  return im?.includes(slack.botUserId) ?? false;
}
