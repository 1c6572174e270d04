import { useEffect, useState } from 'preact/hooks';
import type { PageState } from '../contract.js';

/** What of the state changed. */
type News = Partial<PageState>;

/** The state as one person is shown it; undefined until the first of it is there. */
export function useLive(me: string): {
  readonly state: PageState | undefined;
  readonly isConnected: boolean;
} {
  const [state, setState] = useState<PageState>();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const events = new EventSource(`live?as=${encodeURIComponent(me)}`);
    events.onopen = () => setConnected(true);
    events.onerror = () => setConnected(false);
    events.onmessage = ({ data }: MessageEvent<string>) => {
      // From our own server, of the same build: its types are the contract's.
      const news: News = JSON.parse(data);
      setState((before) => merged(before, news));
    };
    return () => events.close();
  }, [me]);
  // A moment long after a switch, what is here still is somebody else's.
  return { state: state?.me === me ? state : undefined, isConnected };
}

/** A stream begins with all sections, so that the first news is a whole state. */
function merged(before: PageState | undefined, news: News): PageState | undefined {
  if (isWhole(news)) return news;
  return before && { ...before, ...news };
}

function isWhole(news: News): news is PageState {
  return news.me !== undefined;
}
