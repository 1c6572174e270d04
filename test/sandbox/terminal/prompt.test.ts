import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Prompt } from '../../../src/sandbox/terminal/prompt.js';

const CLEAR_BELOW = '\u001b[0J';

/** Somebody at a terminal. */
function sitting() {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const lines: string[] = [];
  const prompt = new Prompt({ input, output, isTerminal: true });
  return { input, prompt, lines, shown: () => shown };
}

describe('the prompt', () => {
  it('keeps what is being typed when something is said meanwhile', async () => {
    const { input, prompt, lines, shown } = sitting();
    const run = async (line: string) => {
      lines.push(line);
      return 'quit' as const;
    };
    const conversing = prompt.converse(
      { prompt: () => 'alice> ', run },
      new AbortController().signal,
    );
    input.write('loo');
    await new Promise((resolve) => setImmediate(resolve));
    prompt.say('┌ #shop-floor');
    expect(shown()).toMatch(/┌ #shop-floor\n.*alice> loo/s);
    expect(shown()).toContain(CLEAR_BELOW);
    input.write('k\r');
    await conversing;
    expect(lines).toStrictEqual(['look']);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends at %s', async (_, key) => {
    const { input, prompt, lines } = sitting();
    const run = async (line: string) => {
      lines.push(line);
      return 'done' as const;
    };
    const conversing = prompt.converse({ prompt: () => '> ', run }, new AbortController().signal);
    input.write(key);
    expect(await conversing).toBe(true);
    expect(lines).toStrictEqual([]);
  });

  it('does not wait for the end of what goes on when it is interrupted, and says no more', async () => {
    const { input, prompt, shown } = sitting();
    const ending = new AbortController();
    const run = () => {
      ending.abort();
      return new Promise<never>(() => undefined);
    };
    const conversing = prompt.converse({ prompt: () => '> ', run }, ending.signal);
    input.write('wait cancelled\r');
    expect(await conversing).toBe(true);
    prompt.say('too late');
    expect(shown()).not.toContain('too late');
  });
});
