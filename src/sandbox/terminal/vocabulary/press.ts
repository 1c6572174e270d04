import { NotPossible } from '../../slack/index.js';
import { answered } from '../answer.js';
import { findPressable, newestMessageWith, type Pressable } from '../buttons.js';
import type { Session } from '../session.js';
import type { Word } from './word.js';

export const press: Word = {
  usage: 'press Confirm [ORD-1001]',
  does: 'press the button with these words: on the open modal, else on the newest message you see',
  async run(session, words) {
    const last = words.at(-1) ?? '';
    const orderId = isOrder(last, session) ? last : undefined;
    const label = (orderId ? words.slice(0, -1) : words).join(' ');
    if (label === '') throw new NotPossible('Press which button? For instance: press Confirm.');
    const found = await findOrWait(session, label, orderId);
    await session.caughtUp();
    session.voice.say(`· presses [ ${found.label} ] on ${found.on}`);
    if (found.dialog) session.voice.say(`· and again in Slack's dialog: ${found.dialog}`);
    await answered(session, (person) => person.presses(found.target, found.label));
  },
};

async function findOrWait(session: Session, label: string, orderId?: string): Promise<Pressable> {
  const { sandbox, patience, name } = session;
  const found = await findPressable(session, label, orderId);
  if (found) return found;
  const comes = () => newestMessageWith(session, label, orderId);
  return sandbox.slack.until(comes, { withinMs: patience }).catch(() => {
    const about = orderId ? ` for ${orderId}` : '';
    throw new NotPossible(`${name} sees no button «${label}»${about}.`);
  });
}

/** What could be an order's id, or the last word of a button's label. */
function isOrder(word: string, { sandbox }: Session): boolean {
  try {
    return sandbox.orders.order(word).id === word;
  } catch {
    return /^[A-Z]+-\d+$/.test(word);
  }
}
