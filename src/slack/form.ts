import type { ViewStateValue } from '@slack/bolt';
import { FAILURES } from '../runbook/failures.js';

/** What the inputs of a modal hold, by block and element. */
export type Values = Readonly<Record<string, Readonly<Record<string, ViewStateValue>>>>;

/** A form as it was submitted. What is wrong with it is said by block, as Slack shows it. */
export type Form<Filled> =
  | { readonly kind: 'filled'; readonly form: Filled }
  | { readonly kind: 'faulty'; readonly errors: Record<string, string> };

/** What is wrong with an input, with what to do about it and the code. */
export function fault(what: string): string {
  return `${what}. ${FAILURES.invalid_input.advice}. (invalid_input)`;
}
