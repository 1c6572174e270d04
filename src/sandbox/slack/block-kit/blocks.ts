import { z } from 'zod';
import {
  button,
  checkboxes,
  type Element,
  overflow,
  plainTextInput,
  radioButtons,
  staticSelect,
} from './elements.js';
import { idOrGenerated } from './ids.js';
import { richText } from './rich-text.js';
import { anyText, plainText } from './text-objects.js';

const interactive = z.discriminatedUnion('type', [
  button,
  staticSelect,
  checkboxes,
  radioButtons,
  overflow,
]);

const header = z.strictObject({
  type: z.literal('header'),
  block_id: idOrGenerated,
  text: plainText(150),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: idOrGenerated,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: interactive.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'missing required field: text or fields',
  });

const context = z.strictObject({
  type: z.literal('context'),
  block_id: idOrGenerated,
  elements: z.array(anyText(3000)).min(1).max(10),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: idOrGenerated,
  elements: z.array(interactive).min(1).max(25),
});

const divider = z.strictObject({ type: z.literal('divider'), block_id: idOrGenerated });

const input = z.strictObject({
  type: z.literal('input'),
  block_id: idOrGenerated,
  label: plainText(2000),
  element: z.discriminatedUnion('type', [plainTextInput, staticSelect, checkboxes, radioButtons]),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

/** The blocks that this local Slack knows; any other type and any unknown property is refused. */
export const block = z.discriminatedUnion('type', [
  header,
  section,
  context,
  actions,
  divider,
  input,
  richText,
]);

export type Block = z.infer<typeof block>;
export type InputBlock = z.infer<typeof input>;

/** The elements of a block that a person can act on, in the order of the screen. */
export function elementsOf(one: Block): readonly Element[] {
  if (one.type === 'actions') return one.elements;
  if (one.type === 'input') return [one.element];
  if (one.type === 'section' && one.accessory) return [one.accessory];
  return [];
}
