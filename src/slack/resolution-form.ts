import type { Said } from '../cancellations/trouble/resolve-by-hand.js';
import { type Form, fault, typed, type Values } from './form.js';
import { INPUTS } from './ids.js';

/** Reads the form of «Resolved by hand» (product.md «Trouble»): what is true now, and a note. */
export function readResolution(values: Values): Form<Said> {
  const truth = values[INPUTS.truth]?.[INPUTS.truth]?.selected_option?.value;
  const { text: note, error } = typed(values, INPUTS.note, 'Say how it was resolved');
  const errors: Record<string, string> = { ...(error && { [INPUTS.note]: error }) };
  if (truth !== 'cancelled' && truth !== 'not_cancelled') {
    errors[INPUTS.truth] = fault('Say whether the order is cancelled now');
    return { kind: 'faulty', errors };
  }
  if (error) return { kind: 'faulty', errors };
  return { kind: 'filled', form: { truth, note } };
}
