import type { Filled, ShownView } from '../../contract.js';
import { chosenIn } from '../blocks/elements.js';

/** The required inputs that are empty, by `block_id`, with what Slack's client says of them. */
export function emptyRequired(
  { blocks, values }: ShownView,
  filled: Readonly<Record<string, Filled>>,
): Readonly<Record<string, string>> {
  const empty = blocks.flatMap((block) => {
    if (block.type !== 'input' || block.optional) return [];
    const { block_id: id, element } = block;
    const state = values[id]?.[element.action_id];
    const stated = state?.type === 'plain_text_input' ? (state.value ?? '') : chosenIn(state);
    const content = filled[id] === undefined ? stated : (filled[id] ?? '');
    return content.length === 0 ? [[id, 'Please complete this required field.']] : [];
  });
  return Object.fromEntries(empty);
}
