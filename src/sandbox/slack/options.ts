import { NEEDED_SCOPES } from '../../slack/scopes.js';
import type { Clock } from './clock.js';
import type { Identity } from './identity.js';
import type { RateLimitSettings } from './rate-limits.js';
import type { ExpiredTriggerShape } from './triggers.js';

/** How a local Slack is set up; everything has a default that is Slack's own figure. */
export interface LocalSlackOptions {
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Ids, names and secrets; made up by default. */
  readonly identity?: Partial<Identity>;
  /** The scopes of the bot token; by default those that this app's manifest asks for. */
  readonly scopes?: readonly string[];
  /** How long a `trigger_id` is good, in ms: 3000. */
  readonly triggerLifetimeMs?: number;
  /** In which shape an expired trigger is refused: `expired_trigger_id`. */
  readonly expiredTriggerShape?: ExpiredTriggerShape;
  /** How soon the app must acknowledge, in ms: 3000. */
  readonly ackDeadlineMs?: number;
  /** Slack's limits of posts and edits in a channel, unless changed. */
  readonly rateLimits?: Partial<RateLimitSettings>;
  /** How long a wait of a test lasts, in ms: 5000. */
  readonly patienceMs?: number;
  /** The time that triggers, tickets, response_urls, rate limits and timestamps go by. */
  readonly clock?: Clock;
}

/** The scopes that the app's manifest asks for. */
export const APP_SCOPES: readonly string[] = Object.keys(NEEDED_SCOPES);
