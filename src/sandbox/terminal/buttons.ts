import { elementsOf } from '../slack/block-kit/blocks.js';
import type { LocalSlack, Message, Modal } from '../slack/index.js';
import { titleOf } from './news.js';
import type { Session } from './session.js';

/** A button that the person at the terminal can press. */
export interface Pressable {
  readonly target: Message | Modal;
  readonly label: string;
  /** What Slack asks before it lets the press pass, in one line. */
  readonly dialog?: string;
  /** What it stands on. */
  readonly on: string;
}

/**
 * The button whose label holds the words, in whatever case: on the modal before the person, else on
 * the newest message that they see; with an order id, on what speaks of that order.
 */
export async function findPressable(
  session: Session,
  words: string,
  orderId?: string,
): Promise<Pressable | undefined> {
  const { person } = session;
  const modal = person.hasModal ? await person.modal() : undefined;
  const onModal = modal && onView(modal, words, orderId);
  return onModal ?? newestMessageWith(session, words, orderId);
}

/** As `findPressable`, on messages alone: these can be waited for. */
export function newestMessageWith(
  session: Session,
  words: string,
  orderId?: string,
): Pressable | undefined {
  const { slack } = session.sandbox;
  for (const message of session.readable()) {
    if (!speaksOf(orderId, textOf(message, slack))) continue;
    const found = buttonIn(message.blocks, words);
    if (!found) continue;
    const on = `«${message.text}», ${titleOf(message, { slack, conversations: session.conversations })}`;
    return { ...found, target: message, on };
  }
  return undefined;
}

/** A message's words, those of its notification included. */
export function textOf(message: Message, slack: LocalSlack): string {
  return `${slack.asText(message)}\n${message.text}`;
}

function onView(modal: Modal, words: string, orderId?: string): Pressable | undefined {
  if (!speaksOf(orderId, modal.text())) return undefined;
  const found = buttonIn(modal.view.blocks, words);
  return found && { ...found, target: modal, on: `the modal «${modal.view.title.text}»` };
}

/** Whole ids only: ORD-100 is not meant by ORD-1001. */
export function speaksOf(orderId: string | undefined, text: string): boolean {
  return orderId === undefined || text.split(/[^\w-]+/).includes(orderId);
}

function buttonIn(blocks: Message['blocks'], words: string) {
  const wanted = words.toLowerCase();
  const buttons = blocks
    .flatMap((block) => elementsOf(block))
    .flatMap((element) => (element.type === 'button' ? [element] : []))
    .filter(({ text }) => text.text.toLowerCase().includes(wanted));
  const button = buttons.find(({ text }) => text.text.toLowerCase() === wanted) ?? buttons[0];
  if (!button) return undefined;
  const { confirm, text } = button;
  const dialog =
    confirm && `${confirm.title.text} ${confirm.text.text} [ ${confirm.confirm.text} ]`;
  return { label: text.text, ...(dialog && { dialog }) };
}
