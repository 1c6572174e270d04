import { z } from 'zod';
import { Refusal } from '../refusal.js';
import { asSlackMessages } from './refusals.js';
import { type HomeDefinition, home, type ModalDefinition, modal, TOO_LARGE } from './views.js';

/**
 * Checks the definition of a modal.
 * @throws Refusal `invalid_arguments`, naming each fault with its JSON pointer, or `view_too_large`
 */
export function modalDefinition(view: unknown): ModalDefinition {
  return checked(modal, view);
}

/**
 * Checks the definition of an App Home tab.
 * @throws Refusal `invalid_arguments`, naming each fault with its JSON pointer, or `view_too_large`
 */
export function homeDefinition(view: unknown): HomeDefinition {
  return checked(home, view);
}

function checked<S extends z.ZodType>(schema: S, view: unknown): z.output<S> {
  const result = z.safeParse(schema, view, { reportInput: true });
  if (result.success) return result.data;
  if (result.error.issues.some(({ message }) => message === TOO_LARGE)) {
    throw new Refusal('view_too_large');
  }
  throw new Refusal('invalid_arguments', asSlackMessages(result.error, '/view'));
}
