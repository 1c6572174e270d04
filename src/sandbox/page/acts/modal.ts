import { type Modal, NotPossible, type Person } from '../../slack/index.js';
import type { Act } from '../contract.js';
import type { Acknowledged } from './told.js';

type OfValues = Extract<Act, { do: 'fill' | 'submit' }>;

/** Puts values into inputs, as they are typed. */
export function fill(person: Person, { view, values }: OfValues): undefined {
  person.fills(openModal(person, view), values);
}

export async function submit(person: Person, { view, values }: OfValues): Promise<Acknowledged> {
  return person.submits(openModal(person, view), values);
}

export async function close(
  person: Person,
  { view }: Extract<Act, { do: 'close' }>,
): Promise<undefined> {
  await person.closes(openModal(person, view));
}

function openModal({ openModal: modal }: Person, viewId: string): Modal {
  if (modal?.view.id === viewId) return modal;
  throw new NotPossible('This modal is closed.');
}
