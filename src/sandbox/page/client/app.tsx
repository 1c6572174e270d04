import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Act } from '../contract.js';
import { send } from './acts.js';
import { Backstage } from './backstage/backstage.js';
import { Conversation } from './chat/conversation.js';
import { Sidebar } from './chat/sidebar.js';
import { Thread } from './chat/thread.js';
import { useQuestion } from './dialogs/confirm.js';
import { Dialogs } from './dialogs/dialogs.js';
import { usePanesByKey } from './keys.js';
import { useLive } from './live.js';
import { Announcer, Notices, useNotices } from './notices.js';
import { PaneBar } from './pane-bar.js';
import { NOWHERE, type Place } from './places.js';
import { type Session, SessionProvider } from './session.js';
import { TopBar } from './top-bar.js';

/** Whom one is at first. */
const FIRST = 'UALICE';

export function App() {
  const [me, setMe] = useState(FIRST);
  const { state, isConnected } = useLive(me);
  const [place, setPlace] = useState<Place>(NOWHERE);
  const [drafted, setDrafted] = useState<string>();
  const { notices, tell, putAway } = useNotices();
  const { question, ask } = useQuestion();
  usePanesByKey();

  const act = useCallback(
    async (what: Act) => {
      const outcome = await send(me, what);
      if (!outcome.done) tell(outcome.why);
      return outcome;
    },
    [me, tell],
  );
  const go = useCallback((to: Partial<Place>) => setPlace((from) => ({ ...from, ...to })), []);
  const draft = useCallback((text: string) => {
    setPlace((from) => ({ ...from, tab: 'messages', pane: 'chat' }));
    setDrafted(text);
  }, []);
  const takeDraft = useCallback(() => setDrafted(undefined), []);
  const session = useMemo<Session | undefined>(
    () => state && { state, act, ask, place, go, drafted, draft, takeDraft, tell },
    [state, act, ask, place, go, drafted, draft, takeDraft, tell],
  );
  if (!session)
    return <p class="waiting">{isConnected ? 'One moment …' : 'The sandbox is not reachable.'}</p>;
  const hasThread = place.thread !== undefined;
  return (
    <SessionProvider value={session}>
      <div class={`page ${hasThread ? 'with-thread' : ''}`} data-pane={place.pane}>
        <TopBar isConnected={isConnected} become={setMe} />
        <div class="client">
          <div class="panes" inert={session.state.modal !== null || question !== undefined}>
            <Sidebar />
            <Conversation />
            {hasThread && <Thread key={place.thread} root={place.thread ?? ''} />}
          </div>
          <Dialogs question={question} />
        </div>
        <Backstage />
        <PaneBar />
        <Notices notices={notices} putAway={putAway} />
        <Announcer />
      </div>
    </SessionProvider>
  );
}
