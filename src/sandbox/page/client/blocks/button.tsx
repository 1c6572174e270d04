import { useState } from 'preact/hooks';
import type { Button as Shown } from '../../../slack/block-kit/elements.js';
import { useSession } from '../session.js';
import { useSurface } from './surface.js';

/** A button, which asks again where it has a dialog, and works until it is acknowledged. */
export function Button({ blockId, button }: { readonly blockId: string; readonly button: Shown }) {
  const { act, ask } = useSession();
  const { target } = useSurface();
  const [isWorking, setWorking] = useState(false);
  const {
    action_id: actionId,
    text,
    style = '',
    confirm,
    url,
    accessibility_label: label,
  } = button;
  const press = async () => {
    if (isWorking || (confirm && !(await ask(confirm)))) return;
    if (url && /^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
    setWorking(true);
    await act({ do: 'press', on: target, blockId, actionId });
    setWorking(false);
  };
  return (
    <button
      type="button"
      class={`button ${style}`}
      aria-label={label}
      aria-busy={isWorking}
      onClick={press}
    >
      {isWorking && <span class="spinner" />}
      {text.text}
    </button>
  );
}
