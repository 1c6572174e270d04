import { useSession } from '../session.js';

const TABS = [
  { tab: 'home', label: 'Home' },
  { tab: 'messages', label: 'Messages' },
] as const;

/** The two tabs of the conversation with the app. */
export function Tabs() {
  const { place, go, act } = useSession();
  const open = (tab: (typeof TABS)[number]['tab']) => {
    go({ tab });
    if (tab === 'home') void act({ do: 'open home' });
  };
  return (
    <div class="tabs" role="tablist" aria-label="Parts of the app">
      {TABS.map(({ tab, label }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={place.tab === tab}
          onClick={() => open(tab)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
