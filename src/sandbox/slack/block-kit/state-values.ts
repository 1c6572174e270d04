import { type Block, elementsOf } from './blocks.js';
import type { Element } from './elements.js';
import type { Option } from './options.js';

/** What stands in one input, in the shape of `view.state.values[block_id][action_id]`. */
export type ElementState =
  | { type: 'plain_text_input'; value: string | null }
  | { type: 'static_select' | 'radio_buttons'; selected_option: Option | null }
  | { type: 'checkboxes'; selected_options: readonly Option[] };

/** `state.values`: by `block_id`, then by `action_id`. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, ElementState>>>>;

/** What an element holds before anybody touched it; nothing for elements without a state. */
export function initialState(element: Element): ElementState | undefined {
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    default:
      return undefined;
  }
}

/**
 * The values of all stateful elements of these blocks. As in Slack's client, what was typed stays
 * through a new drawing where block_id, action_id and type are the same.
 */
export function stateValues(blocks: readonly Block[], typedBefore: StateValues = {}): StateValues {
  const values: Record<string, Record<string, ElementState>> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const initial = initialState(element);
      if (!initial) continue;
      const typed = typedBefore[block.block_id]?.[element.action_id];
      const state = typed?.type === initial.type ? typed : initial;
      values[block.block_id] = { ...values[block.block_id], [element.action_id]: state };
    }
  }
  return values;
}

/** The same values with one of them changed. */
export function withState(
  values: StateValues,
  blockId: string,
  actionId: string,
  state: ElementState,
): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}
