import { type Form, fault, type Values } from './form.js';
import { INPUTS } from './ids.js';
import { NOTIFY } from './render/request-modal.js';

/** What the requester filled in. */
export interface FilledForm {
  readonly reason: string;
  readonly notes: string;
  readonly notify: boolean;
}

/** product.md «Preview»: notes are bounded; Slack holds the bound too, but a request is only data. */
const NOTES_AT_MOST = 500;

/** Reads the request's form. What was not offered is refused with what to do about it. */
export function readForm(values: Values, reasons: readonly string[]): Form<FilledForm> {
  const reason = values[INPUTS.reason]?.[INPUTS.reason]?.selected_option?.value ?? '';
  const notes = (values[INPUTS.notes]?.[INPUTS.notes]?.value ?? '').trim();
  const ticked = values[INPUTS.notify]?.[INPUTS.notify]?.selected_options ?? [];
  const errors: Record<string, string> = {};
  if (!reasons.includes(reason)) errors[INPUTS.reason] = fault('Choose one of the reasons offered');
  if (notes.length > NOTES_AT_MOST) {
    errors[INPUTS.notes] = fault(`At most ${NOTES_AT_MOST} characters; these are ${notes.length}`);
  }
  if (Object.keys(errors).length > 0) return { kind: 'faulty', errors };
  const notify = ticked.some(({ value }) => value === NOTIFY);
  return { kind: 'filled', form: { reason, notes, notify } };
}
