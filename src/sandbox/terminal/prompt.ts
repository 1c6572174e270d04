import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Outcome } from './run-line.js';
import { printable, type Voice } from './voice.js';

/** The two ends of the conversation. */
export interface Ends {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether somebody sits there; otherwise lines are piped in, and echoed. */
  readonly isTerminal: boolean;
}

/** What is done with each line, and what stands before the next one. */
export interface Conversation {
  readonly prompt: () => string;
  readonly run: (line: string) => Promise<Outcome>;
}

/** Reads lines one after the other, and prints beside them. */
export class Prompt implements Voice {
  readonly #lines: Interface;
  #isOpen = false;
  #isClosed = false;

  /** To be followed by `converse` at once: lines that come before it are lost. */
  constructor(private readonly ends: Ends) {
    const { input, output, isTerminal } = ends;
    this.#lines = createInterface(isTerminal ? { input, output, terminal: true } : { input });
  }

  /** What is being typed moves down, and stays as it is. Nothing is said after the end. */
  say(text: string): void {
    if (this.#isClosed) return;
    const { output } = this.ends;
    if (this.#isOpen) {
      moveCursor(output, 0, -this.#lines.getCursorPos().rows);
      cursorTo(output, 0);
      clearScreenDown(output);
    }
    output.write(`${printable(text)}\n`);
    if (this.#isOpen) this.#lines.prompt(true);
  }

  /**
   * Runs line after line, until one quits, the input ends, or `signal` (or Ctrl-C) ends it. Gives
   * whether all that was asked was possible.
   */
  async converse({ prompt, run }: Conversation, signal: AbortSignal): Promise<boolean> {
    const { isTerminal } = this.ends;
    const interrupted = new Promise<'quit'>((resolve) => {
      const quit = () => resolve('quit');
      signal.addEventListener('abort', quit);
      this.#lines.once('SIGINT', quit);
    });
    void interrupted.then(() => this.#lines.close());
    let isAllPossible = true;
    this.#ask(prompt());
    for await (const line of this.#lines) {
      this.#isOpen = false;
      if (!isTerminal) this.say(`${prompt()}${line}`);
      const outcome = await Promise.race([run(line), interrupted]);
      if (outcome === 'quit') break;
      if (outcome === 'not possible') isAllPossible = false;
      this.#ask(prompt());
    }
    this.#isOpen = false;
    this.#isClosed = true;
    this.#lines.close();
    return isAllPossible;
  }

  #ask(prompt: string): void {
    if (!this.ends.isTerminal) return;
    this.#isOpen = true;
    this.#lines.setPrompt(prompt);
    this.#lines.prompt(true);
  }
}
