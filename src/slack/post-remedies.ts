import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Post } from '../cancellations/telling/outbox.js';

/** What to do about a post that Slack did not take. Waits in ms. */
export type Remedy =
  | { readonly kind: 'wait'; readonly wait: number }
  /** Slack refuses it for a reason that is not known to pass: it must not hold its lane for ever. */
  | { readonly kind: 'wait_a_while'; readonly wait: number }
  | { readonly kind: 'post_card_anew' }
  | { readonly kind: 'go_elsewhere' }
  /** Slack will never take this message: the lane must not stand still for it. */
  | { readonly kind: 'give_up' };

/** While Slack is away: long enough to spare it, short enough to catch up soon. ms */
export const AWAY = 5_000;

const CLOSED = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'is_inactive',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'cannot_dm_bot',
]);
const GONE = new Set([
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
]);
const REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'msg_too_long',
  'no_text',
  'msg_blocks_too_long',
]);

/** Slack's own troubles, and those of our token: they end when somebody mends them. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'ratelimited',
  'accesslimited',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
]);

/** What Slack's answer means for a post. Anything not known to be final is tried again. */
export function remedyFor(error: unknown, kind: Post['kind']): Remedy {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'wait', wait: error.retryAfter * 1000 };
  if (error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError) {
    return { kind: 'wait', wait: AWAY };
  }
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'wait_a_while', wait: AWAY };
  const code = error.data.error;
  if (CLOSED.has(code)) return kind === 'notice' ? { kind: 'give_up' } : { kind: 'go_elsewhere' };
  if (GONE.has(code)) return { kind: 'post_card_anew' };
  if (REFUSED.has(code)) return { kind: 'give_up' };
  return { kind: PASSING.has(code) ? 'wait' : 'wait_a_while', wait: AWAY };
}
