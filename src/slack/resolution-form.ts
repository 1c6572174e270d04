import type { Said } from '../cancellations/trouble/resolve-by-hand.js';
import { type Form, fault, type Values } from './form.js';
import { INPUTS } from './ids.js';

/** Slack holds the bound too, but a submit is only data. */
const NOTE_AT_MOST = 500;

/** Reads the form of «Resolved by hand» (product.md «Trouble»): what is true now, and a note. */
export function readResolution(values: Values): Form<Said> {
  const truth = values[INPUTS.truth]?.[INPUTS.truth]?.selected_option?.value;
  const note = (values[INPUTS.note]?.[INPUTS.note]?.value ?? '').trim();
  const errors: Record<string, string> = {};
  if (note === '') errors[INPUTS.note] = fault('Say how it was resolved');
  if (note.length > NOTE_AT_MOST) {
    errors[INPUTS.note] = fault(`At most ${NOTE_AT_MOST} characters; these are ${note.length}`);
  }
  if (truth !== 'cancelled' && truth !== 'not_cancelled') {
    errors[INPUTS.truth] = fault('Say whether the order is cancelled now');
    return { kind: 'faulty', errors };
  }
  if (Object.keys(errors).length > 0) return { kind: 'faulty', errors };
  return { kind: 'filled', form: { truth, note } };
}
