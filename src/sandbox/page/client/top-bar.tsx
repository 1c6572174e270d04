import { Avatar, Badge } from './chat/avatar.js';
import { useSession } from './session.js';

interface Props {
  readonly isConnected: boolean;
  readonly become: (id: string) => void;
}

/** Whose screen this is, and whose it can be. */
export function TopBar({ isConnected, become }: Props) {
  const { state } = useSession();
  return (
    <header class="top-bar" data-landmark tabIndex={-1}>
      <p class="brand">
        <img src="icon.svg" alt="" width="22" height="22" />
        <span>
          {state.app.name} <span class="quiet">sandbox</span>
        </span>
      </p>
      <fieldset class="people">
        <legend>You are</legend>
        {state.people.map(({ id, name, roles, mentions, hasUnread, hasModal }) => (
          <button
            key={id}
            type="button"
            class="person"
            aria-pressed={id === state.me}
            onClick={() => become(id)}
          >
            <Avatar id={id} name={name} size="small" />
            <span class="person-name">{name}</span>
            <span class="person-role">{roles.join(', ')}</span>
            {id !== state.me && <Badge mentions={mentions} hasUnread={hasUnread || hasModal} />}
          </button>
        ))}
      </fieldset>
      {!isConnected && (
        <p class="lost" role="status">
          The sandbox is not reachable
        </p>
      )}
    </header>
  );
}
