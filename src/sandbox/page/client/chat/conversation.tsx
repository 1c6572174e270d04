import { useEffect } from 'preact/hooks';
import type { Conversation as Shown } from '../../contract.js';
import { openConversation, titleOf } from '../places.js';
import { useSession } from '../session.js';
import { Composer } from './composer.js';
import { Home } from './home.js';
import { MessageList } from './message-list.js';
import { Tabs } from './tabs.js';

/** The open conversation: its messages, or the Home tab of the app, and the composer. */
export function Conversation() {
  const { state, place } = useSession();
  const conversation = openConversation(state, place);
  const isHome = conversation.kind === 'app' && place.tab === 'home';
  return (
    <main class="conversation" data-landmark tabIndex={-1} aria-label={titleOf(conversation)}>
      <Heading conversation={conversation} />
      {state.process.state !== 'serving' && <Away />}
      {isHome ? <Home /> : <Messages conversation={conversation} />}
    </main>
  );
}

function Heading({ conversation }: { readonly conversation: Shown }) {
  const { state } = useSession();
  const { kind, members, hasApp } = conversation;
  const people = members.filter((id) => id !== state.app.userId);
  const names = people.map((id) => state.names.people[id] ?? id).join(', ');
  return (
    <header class="heading">
      <h1>{titleOf(conversation)}</h1>
      {kind === 'app' ? (
        <Tabs />
      ) : (
        <p class="quiet">
          {names}
          {hasApp || kind === 'public' ? '' : ` · ${state.app.name} is not here`}
        </p>
      )}
    </header>
  );
}

function Away() {
  const { app, process } = useSession().state;
  const isComing = process.state !== 'dead';
  const isFirst = process.events.length === 1;
  return (
    <p class="away" role="status">
      {isComing && <span class="spinner" />}
      {isComing
        ? `${app.name} starts.${isFirst ? ' Its first start makes a database; look around meanwhile.' : ''}`
        : `${app.name} does not run: nobody answers.`}
    </p>
  );
}

function Messages({ conversation }: { readonly conversation: Shown }) {
  const { state, act } = useSession();
  const { id, isReadOnly } = conversation;
  const here = state.messages.filter(({ channel }) => channel === id);
  const roots = here.filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast);
  const hasUnread = roots.some(({ isUnread }) => isUnread);
  useEffect(() => {
    if (hasUnread) void act({ do: 'read', channel: id });
  }, [id, hasUnread, act]);
  return (
    <>
      <MessageList key={id} conversation={conversation} messages={roots} />
      {isReadOnly ? (
        <p class="read-only">Sending messages to this app has been turned off.</p>
      ) : (
        <Composer key={`${state.me}/${id}`} channel={id} name={titleOf(conversation)} />
      )}
    </>
  );
}
