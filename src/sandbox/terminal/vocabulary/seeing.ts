import { NotPossible } from '../../slack/index.js';
import { speaksOf, textOf } from '../buttons.js';
import { titleOf } from '../news.js';
import type { Session } from '../session.js';
import { framed } from '../voice.js';
import type { Word } from './word.js';

/** As many messages as fit on a screen. */
const SHOWN = 5;

export const look: Word = {
  usage: 'look',
  does: 'what you have before you: the open modal, else the last messages here',
  async run(session) {
    const { person, voice, name, channel, sandbox } = session;
    if (person.hasModal) {
      voice.say(framed(`modal of ${name}`, (await person.modal()).text()));
      return;
    }
    const here = person.messages(channel).filter(({ threadTs }) => threadTs === undefined);
    if (here.length === 0) voice.say('· nothing here yet');
    for (const message of here.slice(-SHOWN)) {
      voice.say(framed(title(session, message), sandbox.slack.asText(message)));
    }
  },
};

export const thread: Word = {
  usage: 'thread ORD-1001',
  does: "the newest card of an order that you see, and its thread's messages",
  run(session, [orderId]) {
    const { person, name, voice, sandbox } = session;
    const { slack } = sandbox;
    if (!orderId) throw new NotPossible('Whose thread? For instance: thread ORD-1001.');
    const card = session
      .readable()
      .filter(({ threadTs, ephemeralTo }) => !threadTs && !ephemeralTo)
      .find((message) => speaksOf(orderId, textOf(message, slack)));
    if (!card) throw new NotPossible(`${name} sees no card of ${orderId}.`);
    const replies = person.messages(card.channel).filter(({ threadTs }) => threadTs === card.ts);
    for (const message of [card, ...replies]) {
      voice.say(framed(title(session, message), slack.asText(message)));
    }
  },
};

function title({ sandbox, conversations }: Session, message: Parameters<typeof titleOf>[0]) {
  return titleOf(message, { slack: sandbox.slack, conversations });
}
