import type { Person } from '../cancellations/run/intent.js';
import type { Desk } from './desk.js';
import type { Identified } from './people.js';

export type Looked<T> =
  | { readonly kind: 'looked'; readonly person: Person; readonly found: T }
  | Extract<Identified, { kind: 'refused' }>;

/**
 * Looks with the eyes of whom Slack names now; nothing is asked for somebody it never named. With whom it
 * named a while ago the look begins at once, beside the question who they are, instead of behind it: it
 * counts where the answer is the same, and of a look that does not count nothing is shown. Rejects as
 * `look` does.
 */
export async function lookAs<T>(
  { identify, named }: Pick<Desk, 'identify' | 'named'>,
  slackId: string,
  look: (person: Person) => Promise<T>,
): Promise<Looked<T>> {
  const expected = named.get(slackId);
  const begun = expected && look(expected);
  // One that does not count may fail as it likes.
  begun?.catch(() => undefined);
  const who = await identify(slackId);
  if (who.kind === 'refused') {
    named.delete(slackId);
    return who;
  }
  const { person } = who;
  named.set(slackId, person);
  const counts = begun && expected?.userId === person.userId;
  return { kind: 'looked', person, found: await (counts ? begun : look(person)) };
}
