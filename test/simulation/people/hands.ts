import { elementsOf } from '../../../src/sandbox/slack/block-kit/blocks.js';
import { optionsOf } from '../../../src/sandbox/slack/block-kit/elements.js';
import type {
  FilledIn,
  LocalSlack,
  Message,
  Modal,
  Person,
} from '../../../src/sandbox/slack/index.js';
import type { Random } from '../world/random.js';

/** A button before somebody's eyes, on its present drawing or on an older one. */
export interface Seen {
  readonly message: Message;
  readonly label: string;
  readonly actionId: string;
  readonly isOld: boolean;
}

/** Every button that a person can read somewhere. */
export function buttonsSeen(
  slack: LocalSlack,
  person: Person,
  channels: readonly string[],
): Seen[] {
  return channels
    .flatMap((channel) => person.messages(channel))
    .flatMap((present) => [
      ...buttonsOf(present, false),
      ...slack
        .drawings(present.channel, present.ts)
        .slice(0, -1)
        .flatMap((drawing) => buttonsOf(drawing, true)),
    ]);
}

function buttonsOf(message: Message, isOld: boolean): Seen[] {
  return message.blocks
    .flatMap(elementsOf)
    .flatMap((element) =>
      element.type === 'button'
        ? [{ message, label: element.text.text, actionId: element.action_id, isOld }]
        : [],
    );
}

/** The labels of the buttons in a modal. */
export function buttonsIn(modal: Modal): readonly string[] {
  return modal.view.blocks
    .flatMap(elementsOf)
    .flatMap((element) => (element.type === 'button' ? [element.text.text] : []));
}

/** Something in every input of a modal, and mostly what makes sense. `isCancelled`: the order is. */
export function filledIn(
  modal: Modal,
  random: Random,
  known: { readonly orderId: string; readonly isCancelled: boolean },
): Record<string, FilledIn> {
  const values: Record<string, FilledIn> = {};
  for (const block of modal.view.blocks) {
    if (block.type !== 'input') continue;
    const { element, block_id: id } = block;
    if (element.type === 'plain_text_input') {
      if (id === 'order') values[id] = random.chance(0.9) ? known.orderId : 'no order';
      else values[id] = random.chance(0.7) || !block.optional ? 'seen in the books' : null;
    } else if (element.type === 'checkboxes') {
      values[id] = random.chance(0.8);
    } else if (id === 'truth') {
      const isTrue = random.chance(0.85);
      values[id] = known.isCancelled === isTrue ? 'cancelled' : 'not_cancelled';
    } else {
      values[id] = random.pick(optionsOf(element)).text.text;
    }
  }
  return values;
}
