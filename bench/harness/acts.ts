import type { Message } from '../../src/sandbox/slack/index.js';
import type { Stage } from './stage.js';

/** Somebody types the command, fills the modal in and submits it; gives the card. */
export async function requests(
  stage: Stage,
  orderId: string,
  { hand, place }: Turn = { hand: 0, place: 0 },
): Promise<Message> {
  const person = stage.person(hand);
  const channel = stage.channel(place);
  await person.types(channel, `/cancel-order ${orderId}`);
  const modal = await person.modal(
    (shown, text) => shown.view.submit !== undefined && text.includes(orderId),
  );
  await person.submits(modal);
  return stage.slack.until(
    () =>
      stage.slack
        .messages(channel)
        .findLast(({ text, threadTs }) => !threadTs && text.startsWith(`Cancel ${orderId}:`)),
    { what: `the card of ${orderId}` },
  );
}

/** Which of them it is, and who does it. */
export interface Turn {
  readonly place: number;
  /** Each does one thing after the other: nobody has two modals open. */
  readonly hand: number;
}

/** Does it for every one, so many hands at once, in their order. */
export async function each<T>(
  all: readonly T[],
  hands: number,
  does: (one: T, turn: Turn) => Promise<void>,
): Promise<void> {
  const left = [...all.entries()];
  const work = async (hand: number) => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, one] = next;
      await does(one, { place, hand });
    }
  };
  await Promise.all(Array.from({ length: hands }, (_, hand) => work(hand)));
}

/**
 * Looks again and again until it is so.
 * @param every ms: how exactly the moment is known
 * @param within ms
 * @throws where it is not in time
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { every = 20, within = 180_000 } = {},
): Promise<void> {
  const patientUntil = performance.now() + within;
  while (!(await isSo())) {
    if (performance.now() > patientUntil) throw new Error(`Not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
