import type { Logger as SlackLogger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackFetch } from './wire.js';

export interface Clients {
  /** While a person waits at a screen: one try, and soon an answer or an error. */
  readonly modals: WebClient;
  /** Behind the lanes: they retry, pace and wait, so the client must not. */
  readonly posts: WebClient;
}

/** Slack's own time for a trigger is 3 s: a call that takes longer has missed it. ms */
const MODAL_TIMEOUT = 2_500;
const POST_TIMEOUT = 10_000;

/** slack-facts: a 429 pauses a whole client, so posts never share one with modals. */
export function slackClients(
  slack: { readonly botToken: string; readonly apiUrl?: string },
  logger: SlackLogger,
  fetch: SlackFetch,
): Clients {
  const common: WebClientOptions = {
    ...{ logger, fetch },
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    ...(slack.apiUrl && { slackApiUrl: slack.apiUrl }),
  };
  return {
    modals: new WebClient(slack.botToken, { ...common, timeout: MODAL_TIMEOUT }),
    posts: new WebClient(slack.botToken, { ...common, timeout: POST_TIMEOUT }),
  };
}
