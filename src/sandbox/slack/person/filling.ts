import type { Block, InputBlock } from '../block-kit/blocks.js';
import { optionsOf } from '../block-kit/elements.js';
import type { Option } from '../block-kit/options.js';
import type { ElementState } from '../block-kit/state-values.js';
import type { ModalView, Views } from '../views.js';
import { matchingOption } from './find-element.js';
import { NotPossible } from './not-possible.js';

const LONGEST_INPUT = 3000;

/** What goes into one input: a text, an option's label or value, several of them, or a tick. */
export type FilledIn = string | readonly string[] | boolean | null;

/**
 * Puts values into the inputs of a modal, by block_id, action_id or label.
 * @throws NotPossible for an input or an option that is not there, and a text over `max_length`
 */
export function fill(
  views: Views,
  view: ModalView,
  values: Readonly<Record<string, FilledIn>>,
): void {
  for (const [key, value] of Object.entries(values)) {
    const input = findInput(view.blocks, key);
    // Read anew: each value makes a new view.
    const now = views.find(view.id) ?? view;
    views.fill(now, input.block_id, input.element.action_id, stateOf(input, value));
  }
}

/** @throws NotPossible naming the first input that Slack's client would not let pass */
export function checkFilled(view: ModalView): void {
  for (const block of view.blocks) {
    if (block.type !== 'input') continue;
    const state = view.state.values[block.block_id]?.[block.element.action_id];
    const { length } = contents(state);
    if (length === 0 && !block.optional) {
      throw new NotPossible(`«${block.label.text}» is required and empty`);
    }
    const least = block.element.type === 'plain_text_input' ? (block.element.min_length ?? 0) : 0;
    if (length > 0 && length < least) {
      throw new NotPossible(`«${block.label.text}» needs at least ${least} characters`);
    }
  }
}

function findInput(blocks: readonly Block[], key: string): InputBlock {
  const inputs = blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
  const found =
    inputs.find((input) => [input.block_id, input.element.action_id].includes(key)) ??
    inputs.find((input) => input.label.text === key) ??
    inputs.find((input) => input.label.text.includes(key));
  if (found) return found;
  const labels = inputs.map((input) => `«${input.label.text}» (${input.block_id})`).join(', ');
  throw new NotPossible(`There is no input ${key}; there is: ${labels || 'none'}`);
}

function stateOf({ label, element }: InputBlock, value: FilledIn): ElementState {
  if (element.type === 'plain_text_input') {
    const longest = element.max_length ?? LONGEST_INPUT;
    const text = value === null ? '' : String(value);
    if (text.length > longest) {
      throw new NotPossible(`«${label.text}» takes ${longest} characters, not ${text.length}`);
    }
    return { type: element.type, value: text === '' ? null : text };
  }
  const options = chosenOptions(optionsOf(element), value, label.text);
  if (element.type === 'checkboxes') return { type: element.type, selected_options: options };
  return { type: element.type, selected_option: options[0] ?? null };
}

function chosenOptions(options: readonly Option[], value: FilledIn, label: string): Option[] {
  if (value === null || value === false) return [];
  if (value === true) return [...options];
  const wanted = typeof value === 'string' ? [value] : value;
  return wanted.map((one) => {
    const option = matchingOption(options, one);
    if (option) return option;
    const offered = options.map(({ text }) => text.text).join(', ');
    throw new NotPossible(`«${label}» offers ${offered}, not ${one}`);
  });
}

function contents(state: ElementState | undefined): { length: number } {
  if (!state) return [];
  if (state.type === 'plain_text_input') return state.value ?? '';
  if (state.type === 'checkboxes') return state.selected_options;
  return state.selected_option ? [state.selected_option] : [];
}
