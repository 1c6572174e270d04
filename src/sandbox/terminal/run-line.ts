import { wordsOf } from './line.js';
import type { Session } from './session.js';
import { findWord } from './vocabulary/index.js';
import { typeCommand } from './vocabulary/slash.js';

/** What came of a line. */
export type Outcome = 'done' | 'not possible' | 'quit';

/** Carries out one line, as typed; what is not possible is said plainly. Never throws. */
export async function runLine(session: Session, line: string): Promise<Outcome> {
  const typed = line.trim();
  if (typed === '' || typed.startsWith('#')) return 'done';
  if (typed === 'quit' || typed === 'exit') return 'quit';
  try {
    await carryOut(session, typed);
    await session.caughtUp();
    return 'done';
  } catch (error) {
    await session.caughtUp();
    session.voice.say(`! ${error instanceof Error ? error.message : error}`);
    return 'not possible';
  }
}

async function carryOut(session: Session, typed: string): Promise<void> {
  if (typed.startsWith('/')) return typeCommand(session, typed);
  const [name = '', ...words] = wordsOf(typed);
  const word = findWord(name);
  if (!word) {
    throw new Error(
      `There is no word «${name}»: \`help\` lists them. A button is pressed with \`press ${typed}\`.`,
    );
  }
  await word.run(session, words);
}
