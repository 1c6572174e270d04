import type { FetchFunction } from '@slack/web-api';
import type { Around } from '../seams.js';

/** The way to Slack: the Web API and the answers to response URLs alike. */
export type { FetchFunction as SlackFetch } from '@slack/web-api';

/** `fetch`, with something standing around each call by its name: `slack chat.postMessage`. */
export function fetchThrough(around: Around): FetchFunction {
  return (url, init) => around(`slack ${callOf(url)}`, () => fetch(url, init));
}

/** The last part of a Web API address is the method; all else is an answer to a response URL. */
function callOf(url: string | URL): string {
  return /\/api\/([\w.]+)$/.exec(new URL(url).pathname)?.[1] ?? 'respond';
}
