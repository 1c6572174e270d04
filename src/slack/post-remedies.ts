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
  /** #order-ops is closed to the bot: it waits there until a person opens it. */
  | { readonly kind: 'wait_for_order_ops'; readonly wait: number }
  /** The message, or the one in whose thread it stands, is gone. */
  | { readonly kind: 'post_anew' }
  | { readonly kind: 'go_elsewhere' }
  /** Slack refuses the drawing: what calls for help goes out as its text alone. */
  | { readonly kind: 'tell_plainly' }
  /** Slack will never take this message: the lane must not stand still for it. */
  | { readonly kind: 'give_up' };

/** While Slack is away: long enough to spare it, short enough to catch up soon. ms */
export const AWAY = 5_000;
/** People have to mend it, and each try is logged as an error. ms */
const CLOSED_AGAIN = 30_000;

/** What the team in #order-ops is called with: never given up, and never moved elsewhere. */
const ORDER_OPS: ReadonlySet<Post['kind']> = new Set([
  'escalation',
  'escalation_note',
  'ticket',
  'ticket_piece',
  'break_glass',
]);

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

/** Whether the lane may go on without it, where nobody knows whether Slack will ever take it. */
export function mayBeGivenUp(kind: Post['kind']): boolean {
  return !ORDER_OPS.has(kind);
}

/** Nobody knows whether Slack took it. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
}

/** What Slack's answer means for a post. Anything not known to be final is tried again. */
export function remedyFor(error: unknown, kind: Post['kind']): Remedy {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'wait', wait: error.retryAfter * 1000 };
  if (isUnanswered(error)) return { kind: 'wait', wait: AWAY };
  if (!(error instanceof WebAPIPlatformError)) return unknown(kind);
  const code = error.data.error;
  if (CLOSED.has(code)) return closed(kind);
  if (GONE.has(code)) return { kind: 'post_anew' };
  if (REFUSED.has(code)) return { kind: mayBeGivenUp(kind) ? 'give_up' : 'tell_plainly' };
  return PASSING.has(code) ? { kind: 'wait', wait: AWAY } : unknown(kind);
}

function closed(kind: Post['kind']): Remedy {
  if (!mayBeGivenUp(kind)) return { kind: 'wait_for_order_ops', wait: CLOSED_AGAIN };
  return { kind: kind === 'notice' ? 'give_up' : 'go_elsewhere' };
}

/** A reason that nobody knows may pass. Only what calls for help waits for that however long. */
function unknown(kind: Post['kind']): Remedy {
  return { kind: mayBeGivenUp(kind) ? 'wait_a_while' : 'wait', wait: AWAY };
}
