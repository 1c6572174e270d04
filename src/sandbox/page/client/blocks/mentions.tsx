import { placeBehind } from '../places.js';
import { useSession } from '../session.js';

interface Named {
  readonly id: string;
  /** What stands there where the id is not known. */
  readonly label?: string;
}

export function Person({ id, label }: Named) {
  const { state } = useSession();
  const name = state.names.people[id] ?? (label || id);
  return <span class={`mention ${id === state.me ? 'me' : ''}`}>@{name}</span>;
}

export function Channel({ id, label }: Named) {
  const { state, go } = useSession();
  const name = state.names.channels[id] ?? (label || id);
  const isOpen = state.conversations.some((conversation) => conversation.id === id);
  if (!isOpen) return <span class="mention">#{name}</span>;
  const open = () => go({ channel: id, tab: 'messages', thread: undefined, pane: 'chat' });
  return (
    <button type="button" class="mention link" onClick={open}>
      #{name}
    </button>
  );
}

export function Group({ id, label }: Named) {
  return <span class="mention">@{label || id}</span>;
}

/** A link: to a message of this workspace within the page, to anywhere else in a new tab. */
export function Link({ url, label }: { readonly url: string; readonly label: string }) {
  const { state, go, tell } = useSession();
  const place = placeBehind(url);
  if (place) {
    const open = () => {
      if (!state.conversations.some(({ id }) => id === place.channel)) {
        tell('You are not in the conversation that this leads to.');
        return;
      }
      go({ ...place, tab: 'messages', pane: place.thread ? 'thread' : 'chat' });
    };
    return (
      <button type="button" class="link" onClick={open}>
        {label}
      </button>
    );
  }
  // Anything else (javascript:, data:) is shown, and leads nowhere.
  if (!/^(https?|mailto):/i.test(url)) return <span class="text">{label}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {label}
    </a>
  );
}
