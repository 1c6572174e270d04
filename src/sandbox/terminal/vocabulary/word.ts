import type { Session } from '../session.js';

/** A word that one can type at the prompt. */
export interface Word {
  readonly usage: string;
  /** One line. */
  readonly does: string;
  /** `words`: what follows it. @throws NotPossible, in words for whoever typed it */
  run(session: Session, words: readonly string[]): void | Promise<void>;
}
