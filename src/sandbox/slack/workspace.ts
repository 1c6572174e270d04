import type { Calls } from './calls.js';
import type { Changes } from './changes.js';
import type { Channels } from './channels.js';
import type { Clock } from './clock.js';
import type { Faults } from './faults.js';
import type { Identity } from './identity.js';
import type { Messages } from './messages.js';
import type { People } from './people.js';
import type { RateLimits } from './rate-limits.js';
import type { ResponseUrls } from './response-urls.js';
import type { Triggers } from './triggers.js';
import type { Views } from './views.js';

/** All that the local Slack knows: the one state behind its Web API, its screens and its log. */
export interface Workspace {
  readonly identity: Identity;
  readonly clock: Clock;
  readonly changes: Changes;
  /** The scopes that the bot token was granted. */
  readonly scopes: Set<string>;
  /** What is turned on in the app's settings. */
  readonly features: { homeTab: boolean };
  readonly people: People;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly rateLimits: RateLimits;
  readonly faults: Faults;
  readonly calls: Calls;
}
