import type { LocalSlack } from '../../src/sandbox/slack/index.js';

type Arguments = Readonly<Record<string, unknown>>;

/** What a call is waited for. ms */
const PATIENCE = 30_000;

/**
 * When calls of a method came in at the local Slack, by `performance.now()`: its own log knows whole
 * milliseconds only. A fault that never strikes is asked about each call before it is carried out.
 */
export class Arrivals {
  readonly #at = new Map<string, number>();
  readonly #waiting = new Map<string, (at: number) => void>();

  /** `keyOf` tells which of the calls it is; undefined: none that anybody asks for. */
  constructor(slack: LocalSlack, method: string, keyOf: (args: Arguments) => string | undefined) {
    const note = (args: Arguments) => {
      const at = performance.now();
      const key = keyOf(args);
      if (key !== undefined && !this.#at.has(key)) {
        this.#at.set(key, at);
        this.#waiting.get(key)?.(at);
      }
      return false;
    };
    slack.faults.webApi(method, { delayMs: 0 }, { when: note });
  }

  /** How many different calls came. */
  get count(): number {
    return this.#at.size;
  }

  /** When the first call of that key came. @throws where it does not within half a minute */
  of(key: string): Promise<number> {
    const known = this.#at.get(key);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(key);
        reject(new Error(`No call for ${key} within ${PATIENCE} ms`));
      }, PATIENCE);
      this.#waiting.set(key, (at) => {
        clearTimeout(late);
        this.#waiting.delete(key);
        resolve(at);
      });
    });
  }
}

/** An argument that Slack takes as JSON, as it was written. */
export function written(argument: unknown): string {
  return typeof argument === 'string' ? argument : JSON.stringify(argument);
}

/** The order of the stage that is named in a text. */
export function orderIn(text: string): string | undefined {
  return /ORD-B\d+/.exec(text)?.[0];
}
