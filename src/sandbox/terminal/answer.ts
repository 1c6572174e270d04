import { type Acknowledgement, NotPossible, type Person } from '../slack/index.js';
import type { Session } from './session.js';

/** Longer than the bot may take for a look at an order, on a busy machine. ms */
const ANSWERED_WITHIN = 20_000;

/**
 * Does something that the bot must answer (product.md «Rules»: every click is answered), and waits
 * for the answer: a message to the person alone, a modal that stopped working, or one closed.
 * @throws NotPossible where it is not acknowledged, or no answer comes
 */
export async function answered(
  session: Session,
  act: (person: Person) => Promise<Acknowledgement>,
): Promise<void> {
  const { person, sandbox } = session;
  const { slack } = sandbox;
  session.beginAct();
  const before = person.hasModal ? await person.modal() : undefined;
  const result = await act(person);
  if (!result.acked) {
    throw new NotPossible(`The bot did not acknowledge it: ${result.error}, ${result.detail}.`);
  }
  const within = { withinMs: ANSWERED_WITHIN };
  const told = () => session.appeared().some(({ ephemeralTo }) => ephemeralTo === person.id);
  await Promise.race([
    slack.until(told, within),
    slack.until(() => before !== undefined && !person.hasModal, within),
    person.modal(({ view }, text) => view.hash !== before?.view.hash && !isWorking(text), within),
  ]).catch(() => {
    throw new NotPossible(`No answer came within ${ANSWERED_WITHIN / 1000} s.`);
  });
}

/** Waits until the modal before a person stopped working, where there is one. */
export async function settledModal({ person }: Session): Promise<void> {
  if (!person.hasModal) return;
  await person
    .modal((_, text) => !isWorking(text), { withinMs: ANSWERED_WITHIN })
    .catch(() => {
      throw new NotPossible(`The modal still works after ${ANSWERED_WITHIN / 1000} s.`);
    });
}

/** «Looking at ORD-1001 …», «Requesting …»: the last line above the buttons. */
function isWorking(text: string): boolean {
  return text.split('\n').at(-2)?.endsWith(' …') ?? false;
}
