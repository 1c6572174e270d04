import type { View } from '../../slack/index.js';
import type { ShownView } from '../contract.js';

/** A view, with what the app found wrong at the last submit of it. */
export function shownView({
  view,
  errors,
}: {
  view: View;
  errors: Readonly<Record<string, string>>;
}): ShownView {
  const { id, hash, blocks, state } = view;
  const common = { id, hash, blocks, values: state.values, errors };
  if (view.type === 'home') return { ...common, title: '', isSubmitDisabled: false };
  return {
    ...common,
    title: view.title.text,
    ...(view.submit && { submit: view.submit.text }),
    isSubmitDisabled: view.submit_disabled ?? false,
    ...(view.close && { close: view.close.text }),
  };
}
