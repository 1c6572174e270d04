import type { Block } from './block-kit/blocks.js';
import type { StateValues } from './block-kit/state-values.js';
import type { Message } from './messages.js';
import { elementText } from './text-of-elements.js';
import { type Names, NO_NAMES, plainly } from './text-of-mrkdwn.js';
import { richTextLines } from './text-of-rich-text.js';
import type { View } from './views.js';

/** What is in the inputs of what is drawn, and what is wrong with them. */
interface Filled {
  readonly values: StateValues;
  readonly errors: Readonly<Record<string, string>>;
}

/**
 * A message or a view as a person reads it, as plain lines for a terminal or a test: text without
 * markup, mentions as @name, buttons as `[ Confirm ]`, inputs with what stands in them.
 * `errors`, by block_id, stand under their inputs.
 */
export function asText(
  drawing: Message | View,
  names: Names = NO_NAMES,
  errors: Readonly<Record<string, string>> = {},
): string {
  if (!('type' in drawing)) return messageText(drawing, names);
  const filled = { values: drawing.state.values, errors };
  const body = drawing.blocks.flatMap((block) => blockLines(block, names, filled));
  if (drawing.type === 'home') return body.join('\n');
  const submit = drawing.submit ? ` [ ${drawing.submit.text} ]` : '';
  const footer = `[ ${drawing.close?.text ?? 'Close'} ]${submit}`;
  return [`── ${drawing.title.text} ──`, ...body, footer].join('\n');
}

function messageText(message: Message, names: Names): string {
  if (message.blocks.length === 0) {
    return plainly({ type: 'mrkdwn', text: message.text }, names);
  }
  const filled = { values: {}, errors: {} };
  return message.blocks.flatMap((block) => blockLines(block, names, filled)).join('\n');
}

function blockLines(block: Block, names: Names, { values, errors }: Filled): string[] {
  const state = values[block.block_id] ?? {};
  switch (block.type) {
    case 'header':
      return [`# ${block.text.text}`];
    case 'divider':
      return ['────────'];
    case 'context':
      return [block.elements.map((element) => plainly(element, names)).join('  ')];
    case 'rich_text':
      return richTextLines(block.elements, names);
    case 'actions':
      return [block.elements.map((one) => elementText(one, names, state[one.action_id])).join(' ')];
    case 'section':
      return [
        ...(block.text ? [plainly(block.text, names)] : []),
        ...(block.fields ?? []).map((field) => plainly(field, names)),
        ...(block.accessory
          ? [elementText(block.accessory, names, state[block.accessory.action_id])]
          : []),
      ];
    case 'input': {
      const optional = block.optional ? ' (optional)' : '';
      const value = elementText(block.element, names, state[block.element.action_id]);
      const error = errors[block.block_id];
      return [
        `${block.label.text}${optional}: ${value}`,
        ...(block.hint ? [block.hint.text] : []),
        ...(error ? [`! ${error}`] : []),
      ];
    }
  }
}
