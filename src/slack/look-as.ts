import { look } from '../cancellations/request/look.js';
import type { Person } from '../cancellations/run/intent.js';
import type { Assessment } from '../runbook/assessment.js';
import type { Desk } from './desk.js';
import type { Identified } from './people.js';

export type Looked =
  | { readonly kind: 'looked'; readonly person: Person; readonly assessment: Assessment }
  | Extract<Identified, { kind: 'refused' }>;

/**
 * A look with the eyes of whom Slack names now. With whom it named a while ago the look begins at once,
 * beside the question who they are, instead of behind it: it counts where the answer is the same, and
 * of a look that does not count nothing is shown. Rejects as `look` does.
 */
export async function lookAs(
  { identify, named, parts }: Pick<Desk, 'identify' | 'named' | 'parts'>,
  slackId: string,
  orderId: string,
): Promise<Looked> {
  const expected = named.get(slackId);
  const begun = expected && look(parts, orderId, expected);
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
  const assessment = await (counts ? begun : look(parts, orderId, person));
  return { kind: 'looked', person, assessment };
}
