import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { readMrkdwn } from './blocks/mrkdwn.js';
import { spoken } from './blocks/spoken.js';
import { titleOf } from './places.js';
import { useSession } from './session.js';

interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Long enough to read two lines. ms */
const SHOWN_FOR = 8_000;

/** What only the person at the page is told, for a while. */
export function useNotices() {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const count = useRef(0);
  const putAway = useCallback(
    (id: number) => setNotices((all) => all.filter((one) => one.id !== id)),
    [],
  );
  const tell = useCallback(
    (text: string) => {
      count.current += 1;
      const id = count.current;
      setNotices((all) => [...all.filter((one) => one.text !== text), { id, text }]);
      window.setTimeout(() => putAway(id), SHOWN_FOR);
    },
    [putAway],
  );
  return { notices, tell, putAway };
}

export function Notices({
  notices,
  putAway,
}: {
  readonly notices: readonly Notice[];
  readonly putAway: (id: number) => void;
}) {
  return (
    <div class="notices" role="alert">
      {notices.map(({ id, text }) => (
        <p key={id} class="notice">
          <span>{text}</span>
          <button type="button" class="plain" aria-label="Put away" onClick={() => putAway(id)}>
            ✕
          </button>
        </p>
      ))}
    </div>
  );
}

/** Reads out messages of others as they come. */
export function Announcer() {
  const { state } = useSession();
  const { me, messages, conversations, names } = state;
  const [said, setSaid] = useState('');
  const heard = useRef({ me: '', ts: '' });
  useEffect(() => {
    const newest =
      messages
        .map(({ ts }) => ts)
        .sort()
        .at(-1) ?? '';
    const before = heard.current;
    heard.current = { me, ts: newest };
    if (before.me !== me) return;
    const news = messages.filter(({ ts, user }) => ts > before.ts && user !== me);
    if (news.length === 0) return;
    const lines = news.map(({ user, channel, text }) => {
      const conversation = conversations.find(({ id }) => id === channel);
      const where = conversation ? `, ${titleOf(conversation)}` : '';
      return `${names.people[user] ?? user}${where}: ${spoken(readMrkdwn(text), names)}`;
    });
    setSaid(lines.join('. '));
  }, [me, messages, conversations, names]);
  return (
    <p class="unseen" aria-live="polite">
      {said}
    </p>
  );
}
