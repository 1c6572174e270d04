import type { Conversation } from '../../contract.js';
import { openConversation, WITH_THE_APP } from '../places.js';
import { useSession } from '../session.js';
import { Avatar, Badge } from './avatar.js';

/** The conversations of the person, by their kind, with what is unread. */
export function Sidebar() {
  const { state } = useSession();
  const of = (...kinds: readonly Conversation['kind'][]) =>
    state.conversations.filter(({ kind }) => kinds.includes(kind));
  return (
    <nav class="sidebar" data-landmark tabIndex={-1} aria-label="Conversations">
      <Group title="Channels" conversations={of('public', 'private')} />
      <Group title="Direct messages" conversations={of('direct')} />
      <Group title="Apps" conversations={of('app')} />
    </nav>
  );
}

function Group({
  title,
  conversations,
}: {
  readonly title: string;
  readonly conversations: readonly Conversation[];
}) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <Entry conversation={conversation} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ conversation }: { readonly conversation: Conversation }) {
  const { state, place, go, act } = useSession();
  const { id, kind, name, hasUnread, mentions } = conversation;
  const isOpen = openConversation(state, place).id === id;
  const open = () => {
    const channel = kind === 'app' ? WITH_THE_APP : id;
    go({ channel, tab: 'messages', thread: undefined, pointed: undefined, pane: 'chat' });
    if (kind === 'app') void act({ do: 'open home' });
  };
  return (
    <button
      type="button"
      class={`entry ${hasUnread || mentions > 0 ? 'unread' : ''}`}
      aria-current={isOpen ? 'page' : undefined}
      onClick={open}
    >
      <Sign conversation={conversation} />
      <span class="entry-name">{name}</span>
      {!isOpen && <Badge mentions={mentions} hasUnread={hasUnread} />}
    </button>
  );
}

function Sign({ conversation: { kind, name, members } }: { readonly conversation: Conversation }) {
  const { state } = useSession();
  if (kind === 'public') return <span class="sign">#</span>;
  if (kind === 'private') {
    return (
      <svg class="sign" viewBox="0 0 16 16" role="img">
        <title>private</title>
        <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2h.5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zm1.5 0h4V5a2 2 0 1 0-4 0z" />
      </svg>
    );
  }
  const other = members.find((id) => id !== state.me) ?? '';
  return <Avatar id={other} name={name} isApp={kind === 'app'} size="small" />;
}
