import type { NewOrder } from '../../src/sandbox/orders/index.js';
import type { Message, Modal, Person } from '../../src/sandbox/slack/index.js';
import { ORDER_OPS } from '../acceptance/environment.js';
import { Died, type MortalWorld } from './mortal-world.js';

/** One order and one channel of their own in a world where the bot may die at any moment. */
export interface Stage {
  readonly world: MortalWorld;
  readonly orderId: string;
  /** Where people type, and where the card stands. */
  readonly channel: string;
  readonly cardIn: string;
  readonly people: { readonly alice: Person; readonly bob: Person };
}

/** How often a person tries what came to nothing, though the bot did not die. */
const TRIES = 8;
/** What a person waits for the bot to go on by itself after a death. ms */
const A_MOMENT = 1_000;

let made = 0;

/** A stage with a fine order, in a channel where the bot may speak, or in a private one where not. */
export function newStage(
  world: MortalWorld,
  more: Omit<NewOrder, 'id'> = {},
  { isPrivate = false } = {},
): Stage {
  made += 1;
  const orderId = `ORD-C${made}`;
  const channel = `CFLOOR${made}`;
  const { slack, orders } = world;
  orders.addOrder({ id: orderId, refund: { amount: '10.00', currency: 'EUR' }, ...more });
  const members = isPrivate ? ['UALICE'] : ['UALICE', 'UBOB', 'UCAROL', 'UEVE'];
  slack.addChannel({ id: channel, name: `floor-${made}`, members, private: isPrivate });
  world.channels.push(channel);
  const people = { alice: slack.person('alice'), bob: slack.person('bob') };
  return { world, orderId, channel, cardIn: isPrivate ? ORDER_OPS : channel, people };
}

/** Awaits something that the bot is needed for; Died where it dies meanwhile. */
export type Awaiting = <T>(waiting: Promise<T>) => Promise<T>;

/**
 * A person does something until what they want is there: again, where the bot died over it, as people
 * do. Gives what `done` found.
 */
export async function insist<T>(
  { world }: Stage,
  what: string,
  done: () => T,
  act: (awaiting: Awaiting) => Promise<unknown>,
): Promise<NonNullable<T>> {
  const before = world.kills.length;
  let last: unknown;
  for (let tries = 0; tries < TRIES; ) {
    await world.alive();
    const deaths = world.kills.length;
    try {
      const wait = deaths === before ? 0 : A_MOMENT;
      return await world.slack.until(done, { what, withinMs: wait });
    } catch {
      // Not so yet.
    }
    if (world.kills.length !== deaths) continue;
    try {
      await act((waiting) => world.unlessItDies(waiting));
      return await world.unlessItDies(world.slack.until(done, { what }));
    } catch (error) {
      if (error instanceof Died) continue;
      last = error;
      tries += 1;
    }
  }
  throw new Error(`${what}: in vain`, { cause: last });
}

/** Waits for what comes by itself, however often the bot dies meanwhile. */
export async function comes<T>(
  { world }: Stage,
  what: string,
  done: () => T,
): Promise<NonNullable<T>> {
  for (;;) {
    const deaths = world.kills.length;
    try {
      return await world.slack.until(done, { what, withinMs: 90_000 });
    } catch (error) {
      if (world.kills.length === deaths) throw error;
    }
  }
}

/** The newest card of the stage's order that says these words. */
export function cardOf({ world, orderId, cardIn }: Stage, words = ''): Message | undefined {
  return world.slack
    .messages(cardIn)
    .findLast(
      (message) =>
        message.user === world.slack.botUserId &&
        !message.threadTs &&
        !message.ephemeralTo &&
        message.text.startsWith(`Cancel ${orderId}:`) &&
        world.slack.asText(message).includes(words),
    );
}

/** The newest message in #order-ops that names the stage's order and says these words. */
export function escalationOf({ world, orderId }: Stage, words = ''): Message | undefined {
  return world.slack.messages(ORDER_OPS).findLast((message) => {
    const text = `${message.text}\n${world.slack.asText(message)}`;
    const isOurs = message.user === world.slack.botUserId && !message.threadTs;
    return isOurs && !message.ephemeralTo && text.includes(orderId) && text.includes(words);
  });
}

/** What somebody alone was told in the stage's channel, if it says these words. */
export function says({ world, channel }: Stage, { id }: Person, words: string) {
  return world.slack
    .messages(channel)
    .find((message) => message.ephemeralTo === id && world.slack.asText(message).includes(words));
}

/** Looks at the order and requests its cancellation; gives the card. */
export function requests(
  stage: Stage,
  person: Person,
  form: Parameters<Person['submits']>[1] = {},
  words = 'Waiting for confirmation',
): Promise<Message> {
  const { orderId, channel } = stage;
  const card = () => cardOf(stage, words);
  return insist(stage, `the card of ${orderId}`, card, async (awaiting) => {
    await awaiting(person.types(channel, `/cancel-order ${orderId}`));
    const isForm = (shown: Modal, text: string) => shown.has(orderId) && text.includes('Reason');
    await awaiting(person.submits(await awaiting(person.modal(isForm)), form));
  });
}

/** Presses a button of the card until the card says these words. */
export function pressesUntil(
  stage: Stage,
  person: Person,
  button: string,
  words: string,
): Promise<Message> {
  const kept = cardOf(stage, `[ ${button}`);
  return insist(
    stage,
    `«${words}» after ${button}`,
    () => cardOf(stage, words),
    async (awaiting) => {
      const target = cardOf(stage, `[ ${button}`) ?? kept;
      await awaiting(person.pressesOld(target ?? (await awaiting(offers(stage, button))), button));
    },
  );
}

/** The stage's card, once it has this button. */
function offers(stage: Stage, button: string): Promise<Message> {
  const what = `a card with ${button}`;
  return stage.world.slack.until(() => cardOf(stage, `[ ${button}`), { what });
}

/** Presses a button that opens a modal, fills it in and submits, until the card says these words. */
export function submitsUntil(
  stage: Stage,
  person: Person,
  button: string,
  words: string,
  form: Parameters<Person['submits']>[1] = {},
): Promise<Message> {
  return insist(
    stage,
    `«${words}» after ${button}`,
    () => cardOf(stage, words),
    async (awaiting) => {
      await awaiting(person.presses(await awaiting(offers(stage, button)), button));
      const asks = (shown: Modal) => shown.view.submit !== undefined && shown.has(stage.orderId);
      await awaiting(person.submits(await awaiting(person.modal(asks)), form));
    },
  );
}
