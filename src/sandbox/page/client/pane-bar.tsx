import type { Pane } from './places.js';
import { useSession } from './session.js';

const PANES: readonly { readonly pane: Pane; readonly label: string }[] = [
  { pane: 'sidebar', label: 'Channels' },
  { pane: 'chat', label: 'Messages' },
  { pane: 'backstage', label: 'Behind the scenes' },
];

/** In a narrow window, which shows one pane at a time. */
export function PaneBar() {
  const { place, go, state } = useSession();
  const shown = place.pane === 'thread' ? 'chat' : place.pane;
  const isElsewhere = state.conversations.some(
    ({ hasUnread, mentions }) => hasUnread || mentions > 0,
  );
  return (
    <nav class="pane-bar" aria-label="Panes">
      {PANES.map(({ pane, label }) => (
        <button
          key={pane}
          type="button"
          aria-current={shown === pane ? 'page' : undefined}
          onClick={() => go({ pane })}
        >
          {label}
          {pane === 'sidebar' && isElsewhere && <span class="dot" />}
        </button>
      ))}
    </nav>
  );
}
