import type { ShownMessage } from '../../contract.js';
import { useSession } from '../session.js';
import { time } from '../times.js';
import { Avatar } from './avatar.js';

/** The thread of a message, folded: who replied, how often, and when last. */
export function Replies({ root }: { readonly root: ShownMessage }) {
  const { state, place, go } = useSession();
  const { channel, ts } = root;
  const replies = state.messages.filter(
    (message) => message.channel === channel && message.threadTs === ts && !message.isEphemeral,
  );
  const last = replies.at(-1);
  if (!last) return null;
  const authors = [...new Set(replies.map(({ user }) => user))];
  const unread = replies.filter(({ isUnread }) => isUnread).length;
  return (
    <button
      type="button"
      class="replies"
      aria-expanded={place.thread === ts}
      onClick={() => go({ channel, thread: ts, pane: 'thread' })}
    >
      {authors.map((id) => (
        <Avatar
          key={id}
          id={id}
          name={state.names.people[id] ?? id}
          isApp={id === state.app.userId}
          size="small"
        />
      ))}
      <strong>
        {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
      </strong>
      {unread > 0 && <span class="new">{unread} new</span>}
      <span class="quiet">last at {time(last.ts)}</span>
    </button>
  );
}
