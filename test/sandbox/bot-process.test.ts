import { afterEach, expect, it } from 'vitest';
import { BotProcess } from '../../src/sandbox/bot-process.js';

/** Says that it is there, and listens for ever. */
const LISTENS = 'process.on("message", () => undefined); console.log("listens")';

const bots: BotProcess[] = [];

afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.kill()));
});

it('A bot that died a moment ago does not hear what it is told, and how it ended is known all the same', async () => {
  const bot = new BotProcess({}, { entry: 'listens', flags: ['--eval', LISTENS] });
  bots.push(bot);
  await bot.says('listens');
  const { pid } = bot;
  if (pid === undefined) throw new Error('It was not started');

  process.kill(pid, 'SIGKILL');
  // Dead, and not yet seen to be: nothing of this process runs meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  bot.tell({ evidence: 1 });

  await expect(bot.ended()).resolves.toEqual({ code: null, signal: 'SIGKILL' });
});
