import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { type Finding, fail, warn } from '../finding.js';
import { adviceOn, reasonOf } from '../reason.js';

/** What Slack says of a token, and what that means. */
const OF_TOKENS = new Map([
  ['invalid_auth', 'no token of any workspace, or not for this address'],
  ['not_authed', 'no token'],
  ['token_revoked', 'it was revoked'],
  ['token_expired', 'it has expired'],
  ['account_inactive', 'the app was removed from the workspace, or the workspace is gone'],
  ['not_allowed_token_type', 'it is a token of another kind'],
  ['team_access_not_granted', 'the app was not let into this workspace'],
]);

/** Slack's word for why it said no; undefined where it did not answer at all. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** What a refused token means; undefined where the token is not what is wrong. */
export function tokenTrouble(error: unknown): string | undefined {
  const word = refusalOf(error);
  const meaning = word && OF_TOKENS.get(word);
  return meaning && `Slack refuses it: ${meaning} (${word})`;
}

/** Any other failure of a call, as a finding. */
export function slackFailure(about: string, error: unknown): Finding {
  const word = refusalOf(error);
  if (word) return fail(about, `Slack says ${word}`, 'See that word in Slack’s reference');
  if (error instanceof WebAPIRateLimitedError) {
    return warn(about, 'not checked: Slack asks to wait (429)', 'Ask again in a minute');
  }
  if (error instanceof WebAPIHTTPError) {
    const advice = 'See status.slack.com, and whether SLACK_API_URL leads to Slack';
    return fail(about, `Slack answers HTTP ${error.statusCode}`, advice);
  }
  const { code, said } = reasonOf(error);
  const advice = adviceOn(code) ?? 'Check the network and SLACK_API_URL';
  return fail(about, `Slack can’t be reached: ${said}`, advice);
}
