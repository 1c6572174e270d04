import { z } from 'zod';
import { anyText, plainText } from './text-objects.js';

const OPTION_TEXT = 75;
const OPTION_VALUE = 150;
const LONGEST_URL = 3000;

/** The dialog that asks again before an element acts. */
export const confirmDialog = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a `static_select`: plain text only. */
export const selectOption = z.strictObject({
  text: plainText(OPTION_TEXT),
  value: z.string().min(1).max(OPTION_VALUE),
  description: plainText(OPTION_TEXT).optional(),
});

/** An option of `checkboxes` or `radio_buttons`, which may carry mrkdwn. */
export const choiceOption = z.strictObject({
  text: anyText(OPTION_TEXT),
  value: z.string().min(1).max(OPTION_VALUE),
  description: anyText(OPTION_TEXT).optional(),
});

/** An option of an `overflow` menu, which may carry a link. */
export const overflowOption = z.strictObject({
  text: plainText(OPTION_TEXT),
  value: z.string().min(1).max(OPTION_VALUE),
  description: plainText(OPTION_TEXT).optional(),
  url: z.string().max(LONGEST_URL).optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(OPTION_TEXT),
  options: z.array(selectOption).min(1).max(100),
});

export type Option = z.infer<typeof choiceOption>;
