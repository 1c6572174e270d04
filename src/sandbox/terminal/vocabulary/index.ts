import { table } from '../table.js';
import { be, go } from './being.js';
import { kill, log, wait } from './bot.js';
import { close, fill, submit } from './modal.js';
import { press } from './press.js';
import { look, thread } from './seeing.js';
import { calls, fault, orders } from './service.js';
import type { Word } from './word.js';

const ACTING = { press, fill, submit, close };
const SEEING = { look, thread, orders, calls, log };
const WORLD = { be, go, wait, fault, kill };

/** Every word but the slash commands and `quit`, which the prompt knows. */
const VOCABULARY: ReadonlyMap<string, Word> = new Map(
  Object.entries<Word>({ ...ACTING, ...SEEING, ...WORLD }),
);

export function findWord(name: string): Word | undefined {
  return name === 'help' ? help : VOCABULARY.get(name);
}

/** All there is to type, a line each. */
const help: Word = {
  usage: 'help',
  does: 'this',
  run({ voice }) {
    const commands = [
      ['/cancel-order ORD-1001', 'type the command where you are; `/cancel-order help` says more'],
    ];
    const words = [...VOCABULARY.values(), help].map(({ usage, does }) => [usage, does]);
    const quit = [['quit', 'end the sandbox; so do Ctrl-D and Ctrl-C']];
    voice.say(table(['type', 'to'], [...commands, ...words, ...quit]));
  },
};
