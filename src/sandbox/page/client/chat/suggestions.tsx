import { useEffect, useRef } from 'preact/hooks';
import type { Suggestion } from './completion.js';

interface Props {
  readonly id: string;
  readonly all: readonly Suggestion[];
  /** -1: none. */
  readonly chosen: number;
  readonly take: (place: number) => void;
}

/** What a command can become, above the composer. */
export function Suggestions({ id, all, chosen, take }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div
      class="suggestions"
      ref={list}
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={all.length === 0}
    >
      {all.map(({ label, note }, place) => (
        <div
          key={label}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          class="suggestion"
          aria-selected={place === chosen}
          // The composer keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            take(place);
          }}
        >
          <span>{label}</span>
          <span class="quiet">{note}</span>
        </div>
      ))}
    </div>
  );
}
