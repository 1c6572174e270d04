import type { ViewStateValue } from '@slack/bolt';
import { FAILURES } from '../runbook/failures.js';

/** What the inputs of a modal hold, by block and element. */
export type Values = Readonly<Record<string, Readonly<Record<string, ViewStateValue>>>>;

/** A form as it was submitted. What is wrong with it is said by block, as Slack shows it. */
export type Form<Filled> =
  | { readonly kind: 'filled'; readonly form: Filled }
  | { readonly kind: 'faulty'; readonly errors: Record<string, string> };

/** Slack holds this bound too, but a submit is only data. */
const TYPED_AT_MOST = 500;

/** A text that must be typed, without the blanks around it, and what is wrong with it; `missing` is ours. */
export function typed(
  values: Values,
  input: string,
  missing: string,
): { readonly text: string; readonly error?: string } {
  const text = (values[input]?.[input]?.value ?? '').trim();
  if (text === '') return { text, error: fault(missing) };
  if (text.length <= TYPED_AT_MOST) return { text };
  const error = fault(`At most ${TYPED_AT_MOST} characters; these are ${text.length}`);
  return { text, error };
}

/** What is wrong with an input, with what to do about it and the code. */
export function fault(what: string): string {
  return `${what}. ${FAILURES.invalid_input.advice}. (invalid_input)`;
}
