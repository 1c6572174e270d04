import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { openConversation, titleOf } from '../places.js';
import { useSession } from '../session.js';
import { Composer } from './composer.js';
import { Message } from './message.js';

/** The thread below a message, in a pane of its own. */
export function Thread({ root }: { readonly root: string }) {
  const { state, place, go, act } = useSession();
  const conversation = openConversation(state, place);
  const { id: channel, isReadOnly } = conversation;
  const messages = state.messages.filter(
    (message) => message.channel === channel && (message.ts === root || message.threadTs === root),
  );
  const hasUnread = messages.some(({ isUnread, threadTs }) => isUnread && threadTs === root);
  useEffect(() => {
    if (hasUnread) void act({ do: 'read', channel, threadTs: root });
  }, [channel, root, hasUnread, act]);
  const pane = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const count = messages.length;
  useEffect(() => pane.current?.focus(), []);
  useLayoutEffect(() => {
    const element = list.current;
    if (element && count > 0) element.scrollTop = element.scrollHeight;
  }, [count]);
  const close = () => go({ thread: undefined, pane: 'chat' });
  return (
    <aside
      class="thread"
      ref={pane}
      data-landmark
      tabIndex={-1}
      aria-label="Thread"
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <header class="heading">
        <h1>Thread</h1>
        <p class="quiet">{titleOf(conversation)}</p>
        <button type="button" class="plain close" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      <div class="messages" ref={list}>
        {count === 0 && <p class="beginning quiet">This thread is not to be read from here.</p>}
        {messages.map((message) => (
          <Message key={message.ts} message={message} />
        ))}
      </div>
      {!isReadOnly && <Composer channel={channel} threadTs={root} name="the thread" />}
    </aside>
  );
}
