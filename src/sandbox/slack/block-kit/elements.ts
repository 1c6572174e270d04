import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { idOrGenerated } from './ids.js';
import {
  choiceOption,
  confirmDialog,
  type Option,
  optionGroup,
  overflowOption,
  selectOption,
} from './options.js';
import { plainText } from './text-objects.js';

const LONGEST_INPUT = 3000;

export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: idOrGenerated,
  url: z.string().min(1).max(3000).optional(),
  value: z.string().min(1).max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirmDialog.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const NOT_AN_OPTION = 'initial option must exactly match one of the provided options';

function allAmong(chosen: readonly Option[], options: readonly Option[]): boolean {
  return chosen.every((one) => options.some((option) => isDeepStrictEqual(one, option)));
}

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: idOrGenerated,
    placeholder: plainText(150).optional(),
    options: z.array(selectOption).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_option: selectOption.optional(),
    confirm: confirmDialog.optional(),
    focus_on_load: z.boolean().optional(),
  })
  .superRefine((select, context) => {
    if ((select.options === undefined) === (select.option_groups === undefined)) {
      context.addIssue({ code: 'custom', message: 'needs either options or option_groups' });
    }
    const initial = select.initial_option;
    if (initial && !allAmong([initial], optionsOf(select))) {
      context.addIssue({ code: 'custom', message: NOT_AN_OPTION, path: ['initial_option'] });
    }
  });

export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: idOrGenerated,
    placeholder: plainText(150).optional(),
    initial_value: z.string().max(LONGEST_INPUT).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(LONGEST_INPUT).optional(),
    max_length: z.int().min(1).max(LONGEST_INPUT).optional(),
    dispatch_action_config: z
      .strictObject({
        trigger_actions_on: z
          .array(z.enum(['on_enter_pressed', 'on_character_entered']))
          .min(1)
          .max(2),
      })
      .optional(),
    focus_on_load: z.boolean().optional(),
  })
  .superRefine(({ min_length, max_length, initial_value }, context) => {
    if (min_length !== undefined && max_length !== undefined && min_length > max_length) {
      const message = 'min_length must not be greater than max_length';
      context.addIssue({ code: 'custom', message, path: ['min_length'] });
    }
    if (initial_value && max_length !== undefined && initial_value.length > max_length) {
      const message = `must be less than ${max_length + 1} characters, its max_length`;
      context.addIssue({ code: 'custom', message, path: ['initial_value'] });
    }
  });

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: idOrGenerated,
    options: z.array(choiceOption).min(1).max(10),
    initial_options: z.array(choiceOption).min(1).max(10).optional(),
    confirm: confirmDialog.optional(),
    focus_on_load: z.boolean().optional(),
  })
  .refine((boxes) => allAmong(boxes.initial_options ?? [], boxes.options), {
    message: NOT_AN_OPTION,
    path: ['initial_options'],
  });

export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id: idOrGenerated,
    options: z.array(choiceOption).min(1).max(10),
    initial_option: choiceOption.optional(),
    confirm: confirmDialog.optional(),
    focus_on_load: z.boolean().optional(),
  })
  .refine((one) => !one.initial_option || allAmong([one.initial_option], one.options), {
    message: NOT_AN_OPTION,
    path: ['initial_option'],
  });

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: idOrGenerated,
  options: z.array(overflowOption).min(1).max(5),
  confirm: confirmDialog.optional(),
});

export type Button = z.infer<typeof button>;
export type Element =
  | Button
  | z.infer<typeof staticSelect>
  | z.infer<typeof plainTextInput>
  | z.infer<typeof checkboxes>
  | z.infer<typeof radioButtons>
  | z.infer<typeof overflow>;

/** Every option that an element offers, those of its groups included. */
export function optionsOf(element: {
  options?: readonly Option[] | undefined;
  option_groups?: readonly { options: readonly Option[] }[] | undefined;
}): readonly Option[] {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}
