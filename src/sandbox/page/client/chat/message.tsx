import { useEffect, useRef } from 'preact/hooks';
import type { ShownMessage } from '../../contract.js';
import { Blocks } from '../blocks/blocks.js';
import { Mrkdwn } from '../blocks/mrkdwn-text.js';
import { SurfaceProvider } from '../blocks/surface.js';
import { useSession } from '../session.js';
import { time } from '../times.js';
import { Avatar } from './avatar.js';
import { Replies } from './replies.js';

interface Props {
  readonly message: ShownMessage;
  /** Whether it stands in the channel, where its thread is folded. */
  readonly isInChannel?: boolean;
}

/** One message as it is drawn now. */
export function Message({ message, isInChannel = false }: Props) {
  const { state, place } = useSession();
  const { channel, ts, user, editedTs, isEphemeral, isBroadcast, threadTs } = message;
  const name = state.names.people[user] ?? user;
  const isApp = user === state.app.userId;
  const element = useLightUp(editedTs, place.pointed === ts);
  return (
    <article
      class={`message ${isEphemeral ? 'ephemeral' : ''}`}
      ref={element}
      data-ts={ts}
      aria-label={`${name}, ${time(ts)}`}
    >
      <Avatar id={user} name={name} isApp={isApp} />
      <div class="content">
        {isEphemeral && <OnlyYou message={message} />}
        {isInChannel && isBroadcast && <RepliedInThread channel={channel} root={threadTs ?? ts} />}
        <p class="author">
          <strong>{name}</strong>
          {isApp && <span class="tag">APP</span>}
          <time>{time(ts)}</time>
          {editedTs && <span class="edited">edited {time(editedTs)}</span>}
        </p>
        <Body message={message} />
        {isInChannel && threadTs === undefined && !isEphemeral && <Replies root={message} />}
      </div>
    </article>
  );
}

function Body({ message }: { readonly message: ShownMessage }) {
  const { channel, ts, editedTs, text, blocks, isDeleted } = message;
  if (isDeleted) return <p class="quiet">This message was deleted.</p>;
  if (blocks.length === 0) return <Mrkdwn text={text} />;
  const target = { channel, ts, drawing: editedTs ?? ts };
  return (
    <SurfaceProvider value={{ target }}>
      <Blocks blocks={blocks} />
    </SurfaceProvider>
  );
}

function OnlyYou({ message: { channel, ts } }: Props) {
  const { act } = useSession();
  return (
    <p class="only-you">
      <span aria-hidden="true">👁</span> Only visible to you ·{' '}
      <button type="button" class="link" onClick={() => act({ do: 'dismiss', channel, ts })}>
        Dismiss
      </button>
    </p>
  );
}

function RepliedInThread({ channel, root }: { readonly channel: string; readonly root: string }) {
  const { go } = useSession();
  return (
    <p class="only-you">
      replied to a{' '}
      <button
        type="button"
        class="link"
        onClick={() => go({ channel, thread: root, pane: 'thread' })}
      >
        thread
      </button>
    </p>
  );
}

/** Lights a message up when it is edited, or pointed to. */
function useLightUp(editedTs: string | undefined, isPointed: boolean) {
  const element = useRef<HTMLElement>(null);
  const drawn = useRef(editedTs);
  useEffect(() => {
    if (drawn.current !== editedTs) lightUp(element.current);
    drawn.current = editedTs;
  }, [editedTs]);
  useEffect(() => {
    if (!isPointed) return;
    element.current?.scrollIntoView({ block: 'center' });
    lightUp(element.current);
  }, [isPointed]);
  return element;
}

function lightUp(element: HTMLElement | null): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element?.animate([{ backgroundColor: 'var(--lit)' }, { backgroundColor: 'transparent' }], {
    duration: 1_600,
    easing: 'ease-out',
  });
}
