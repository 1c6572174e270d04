import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { Clocks } from '../clocks.js';

/** One try, and soon an answer or an error. ms */
const TIMEOUT = 4_000;

const nothing = () => undefined;
/** What goes wrong is a finding, and no line of a log. */
const SILENT: Logger = {
  ...{ debug: nothing, info: nothing, warn: nothing, error: nothing },
  ...{ setLevel: nothing, getLevel: () => LogLevel.ERROR, setName: nothing },
};

/** Asks Slack as the bot does, and reads its clock on the way. */
export function askingSlack(token: string, apiUrl: string | undefined, clocks: Clocks): WebClient {
  return new WebClient(token, {
    logger: SILENT,
    timeout: TIMEOUT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    ...(apiUrl && { slackApiUrl: apiUrl }),
    async fetch(url, init) {
      const asked = clocks.now();
      const response = await fetch(url, init);
      clocks.readHeader('Slack', asked, response.headers.get('date'));
      return response;
    },
  });
}
