import { answered } from '../answer.js';
import type { Session } from '../session.js';

/** Types a slash command where the person is, and waits for its answer. @throws NotPossible */
export function typeCommand(session: Session, line: string): Promise<void> {
  return answered(session, (person) => person.types(session.channel, line));
}
