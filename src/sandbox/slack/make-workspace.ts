import { Calls } from './calls.js';
import { Changes } from './changes.js';
import { Channels } from './channels.js';
import { Faults } from './faults.js';
import { makeIdentity } from './identity.js';
import { Messages } from './messages.js';
import { APP_SCOPES, type LocalSlackOptions } from './options.js';
import { People } from './people.js';
import { RateLimits, SLACK_RATE_LIMITS } from './rate-limits.js';
import { ResponseUrls } from './response-urls.js';
import { Triggers } from './triggers.js';
import { Views } from './views.js';
import type { Workspace } from './workspace.js';

/** An empty workspace with the app installed. `describe` tells what there is, for errors of waits. */
export function makeWorkspace(
  options: LocalSlackOptions,
  baseUrl: () => string,
  describe: () => string,
): Workspace {
  const clock = options.clock ?? Date.now;
  const identity = makeIdentity(options.identity);
  const changes = new Changes(describe);
  const people = new People(identity.teamId);
  people.add({ id: identity.botUserId, name: identity.botName, isBot: true });
  const { triggerLifetimeMs = 3000, expiredTriggerShape = 'expired_trigger_id' } = options;
  return {
    identity,
    clock,
    changes,
    people,
    scopes: new Set(options.scopes ?? APP_SCOPES),
    features: { homeTab: options.homeTab ?? true },
    channels: new Channels(people, identity.botUserId),
    messages: new Messages(clock, changes),
    views: new Views(identity, changes),
    triggers: new Triggers(clock, triggerLifetimeMs, expiredTriggerShape),
    responseUrls: new ResponseUrls(clock, baseUrl),
    rateLimits: new RateLimits(clock, { ...SLACK_RATE_LIMITS, ...options.rateLimits }),
    faults: new Faults(),
    calls: new Calls(changes),
  };
}
