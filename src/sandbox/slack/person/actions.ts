import type { Button } from '../block-kit/elements.js';
import type { ElementState } from '../block-kit/state-values.js';
import type { Action } from '../payloads/block-actions.js';
import type { Placed, PlacedOption } from './find-element.js';

/** What a press of a button looks like in a payload. `at`: the action's time, in ms. */
export function pressed({ block, element }: Placed<Button>, at: number): Action {
  const { type, action_id, text, value, style, confirm, url } = element;
  return {
    ...action(type, block.block_id, action_id, at),
    text,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
    ...(url === undefined ? {} : { url }),
  };
}

/** What a choice looks like in a payload. `at`: the action's time, in ms. */
export function chosen({ block, element, option }: PlacedOption, at: number): Action {
  const { type, action_id: actionId } = element;
  const choice =
    type === 'checkboxes' ? { selected_options: [option] } : { selected_option: option };
  return { ...action(type, block.block_id, actionId, at), ...choice };
}

/** What the element holds after the choice; an overflow menu holds nothing. */
export function stateAfter({ element, option }: PlacedOption): ElementState | undefined {
  if (element.type === 'overflow') return undefined;
  if (element.type === 'checkboxes') return { type: element.type, selected_options: [option] };
  return { type: element.type, selected_option: option };
}

function action(type: string, blockId: string, actionId: string, at: number) {
  return {
    type,
    block_id: blockId,
    action_id: actionId,
    action_ts: (at / 1000).toFixed(6),
  };
}
