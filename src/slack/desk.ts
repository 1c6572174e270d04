import type { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Overview } from '../cancellations/overview/overview.js';
import type { Parts } from '../cancellations/parts.js';
import type { Person } from '../cancellations/run/intent.js';
import type { Outbox } from '../cancellations/telling/outbox.js';
import type { Clear } from '../runbook/assessment.js';
import type { DatabaseWatch } from '../storage/database-watch.js';
import type { Homes } from './home/homes.js';
import type { PublishHome } from './home/publish.js';
import type { LookTurns } from './look-turns.js';
import type { Modals } from './modals.js';
import type { Identify } from './people.js';
import type { Places } from './places.js';
import type { Reader } from './reader.js';

/** What the listeners work with: the durable process below them, and Slack around them. */
export interface Desk {
  readonly parts: Parts;
  readonly outbox: Outbox;
  readonly modals: Modals;
  readonly identify: Identify;
  /** Whom Slack named lately, by Slack id: a look may begin with them, and must not end with them. */
  readonly named: LRUCache<string, Person>;
  readonly places: Places;
  /** What people were shown lately, by look id: their submit needs not ask it all again. */
  readonly looks: LRUCache<string, Clear>;
  /** Whose look is next: opening a modal goes before filling one. */
  readonly lookTurns: LookTurns;
  /** COMMANDS_PER_MINUTE, for a person. */
  readonly commands: RateLimiterMemory;
  /** What people may read, as it was read last: for what is merely kept up to date. */
  readonly readers: LRUCache<string, Reader>;
  readonly homes: Homes;
  readonly overview: Overview;
  readonly publishHome: PublishHome;
  readonly database: DatabaseWatch;
  readonly log: Logger;
}
