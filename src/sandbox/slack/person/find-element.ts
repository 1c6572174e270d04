import { type Block, elementsOf } from '../block-kit/blocks.js';
import { type Button, type Element, optionsOf } from '../block-kit/elements.js';
import type { Option } from '../block-kit/options.js';
import { NotPossible } from './not-possible.js';

/** An element with the block that it stands in. */
export interface Placed<E> {
  readonly block: Block;
  readonly element: E;
}

/** An element that offers options, and the one that was meant. */
export interface PlacedOption
  extends Placed<Exclude<Element, { type: 'button' | 'plain_text_input' }>> {
  readonly option: Option;
}

/** One element by its ids, for whoever has it under a pointer instead of reading its words. */
export interface Spot {
  readonly blockId: string;
  readonly actionId: string;
}

/**
 * The button whose label holds the words; one whose label is the words goes before the others.
 * @throws NotPossible when there is none, or more than one; `seen` tells what there is
 */
export function findButton(
  blocks: readonly Block[],
  wanted: string | Spot,
  seen: string,
): Placed<Button> {
  const buttons = placed(blocks).flatMap(({ block, element }) =>
    element.type === 'button' ? [{ block, element }] : [],
  );
  if (typeof wanted !== 'string') {
    const there = buttons.filter((button) => isAt(wanted, button));
    return only(there, `button ${wanted.actionId}`, seen);
  }
  const words = wanted;
  const exact = buttons.filter(({ element }) => element.text.text === words);
  const holding = buttons.filter(({ element }) => element.text.text.includes(words));
  return only(exact.length > 0 ? exact : holding, `button «${words}»`, seen);
}

/**
 * The select, menu, radio buttons or checkboxes that offer an option with this label or value; with
 * a `spot`, only that one.
 * @throws NotPossible when there is none, or more than one; `seen` tells what there is
 */
export function findOption(
  blocks: readonly Block[],
  wanted: string,
  seen: string,
  spot?: Spot,
): PlacedOption {
  const among = placed(blocks).filter((one) => spot === undefined || isAt(spot, one));
  const found = among.flatMap(({ block, element }) => {
    if (element.type === 'button' || element.type === 'plain_text_input') return [];
    const option = matchingOption(optionsOf(element), wanted);
    return option ? [{ block, element, option }] : [];
  });
  return only(found, `option «${wanted}»`, seen);
}

/** The option with this label or value. */
export function matchingOption(options: readonly Option[], wanted: string): Option | undefined {
  return options.find((option) => option.text.text === wanted || option.value === wanted);
}

function isAt({ blockId, actionId }: Spot, { block, element }: Placed<Element>): boolean {
  return block.block_id === blockId && element.action_id === actionId;
}

function placed(blocks: readonly Block[]): Placed<Element>[] {
  return blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

function only<T>(found: readonly T[], what: string, seen: string): T {
  const [first] = found;
  if (first && found.length === 1) return first;
  const count = found.length === 0 ? 'There is no' : `There are ${found.length} times`;
  throw new NotPossible(`${count} ${what} on:\n${seen}`);
}
