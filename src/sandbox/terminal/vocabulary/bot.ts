import { NotPossible } from '../../slack/index.js';
import { textOf } from '../buttons.js';
import type { Word } from './word.js';

/** Longer than anything that the fast clock makes one wait for. ms */
const WAIT_WITHIN = 60_000;
const LINES = 20;

export const kill: Word = {
  usage: 'kill',
  does: 'kill -9 the bot, whatever it is doing, and start it again on its data',
  async run({ voice, sandbox }) {
    await sandbox.killBot();
    voice.say('· the bot is killed; it starts again …');
    await sandbox.startBot();
    voice.say(`· the bot serves again (process ${sandbox.bot?.pid})`);
  },
};

export const wait: Word = {
  usage: 'wait ORD-1001 cancelled',
  does: 'wait until a message with all these words appears, counted from your last act',
  async run(session, words) {
    if (words.length === 0) throw new NotPossible('Wait for what? For instance: wait cancelled.');
    const { slack } = session.sandbox;
    const wanted = words.map((word) => word.toLowerCase());
    const appears = () =>
      session
        .appeared()
        .map((message) => textOf(message, slack).toLowerCase())
        .some((text) => wanted.every((word) => text.includes(word)));
    await slack.until(appears, { withinMs: WAIT_WITHIN }).catch(() => {
      const said = words.join(' ');
      throw new NotPossible(`No message with «${said}» within ${WAIT_WITHIN / 1000} s.`);
    });
  },
};

export const log: Word = {
  usage: 'log',
  does: "the last lines of the bot's log",
  run({ voice, sandbox }) {
    const lines = sandbox.bot?.log.slice(-LINES) ?? [];
    voice.say(lines.length > 0 ? lines.join('\n') : '· nothing logged yet');
  },
};
