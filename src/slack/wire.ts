import type { FetchFunction } from '@slack/web-api';
import { afterOthers } from '../after-others.js';
import { type OnCall, outcomeOf } from '../metrics/call-metrics.js';
import type { Around } from '../seams.js';
import { failed, inSpan } from '../tracing/spans.js';

/** The way to Slack: the Web API and the answers to response URLs alike. */
export type { FetchFunction as SlackFetch } from '@slack/web-api';

const OPENING = 'views.open';

/**
 * `fetch`, with something standing around each call by its name: `slack chat.postMessage`. `onCall` is
 * told of each that went out, by Slack's method; it is answered with a 200 where Slack says no, too.
 */
export function fetchThrough(around: Around, onCall: OnCall = () => undefined): FetchFunction {
  return async (url, init) => {
    const route = callOf(url);
    const name = `slack ${route}`;
    // A trigger runs out; whatever else is said to Slack may wait for its turn.
    if (route !== OPENING) await afterOthers();
    return around(name, () =>
      inSpan(name, { isCall: true }, async (span) => {
        const begun = performance.now();
        let outcome = 'no_answer';
        try {
          const response = await fetch(url, init);
          outcome = outcomeOf(response.status);
          span.setAttribute('http.response.status_code', response.status);
          if (!response.ok) failed(span, outcome);
          return response;
        } finally {
          onCall({ route, outcome, seconds: (performance.now() - begun) / 1_000 });
        }
      }),
    );
  };
}

/** The last part of a Web API address is the method; all else is an answer to a response URL. */
function callOf(url: string | URL): string {
  return /\/api\/([\w.]+)$/.exec(new URL(url).pathname)?.[1] ?? 'respond';
}
