import type { WebClient } from '@slack/web-api';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Overview, overview as overviewOf } from './cancellations/overview/overview.js';
import type { Parts } from './cancellations/parts.js';
import type { Person } from './cancellations/run/intent.js';
import { type Observer, UNOBSERVED } from './cancellations/run/observer.js';
import { records as recordsOf } from './cancellations/run/records.js';
import type { WorkflowName } from './cancellations/signal.js';
import { cardId, type Outbox, outbox as outboxOf } from './cancellations/telling/outbox.js';
import type { TicketDesk } from './cancellations/ticket/ticket-desk.js';
import { escalations as escalationsOf } from './cancellations/trouble/escalations.js';
import { wake as wakeFor } from './cancellations/wake.js';
import type { Woken } from './cancellations/woken.js';
import { workflows as workflowsOf } from './cancellations/workflows.js';
import type { Config } from './config.js';
import type { Launcher, Workflow } from './engine/engine.js';
import type { OrderService } from './orders/order-service.js';
import type { Clear } from './runbook/assessment.js';
import { type Clicks, clicks as clicksOf } from './slack/clicks.js';
import type { Clients } from './slack/clients.js';
import type { Desk } from './slack/desk.js';
import { type Homes, homes as homesOf } from './slack/home/homes.js';
import { publishWith } from './slack/home/publish.js';
import { lookTurns } from './slack/look-turns.js';
import { modalsOf } from './slack/modals.js';
import type { Ourselves } from './slack/ourselves.js';
import { identifyWith } from './slack/people.js';
import type { Places } from './slack/places.js';
import { poster } from './slack/poster.js';
import type { Reader } from './slack/reader.js';
import { DatabaseWatch } from './storage/database-watch.js';
import type { Tables } from './storage/tables.js';

/** A modal is filled in within minutes; the second look is the one that counts. ms */
const LOOK_IS_FRESH = 2 * 60_000;
const LOOKS_KEPT = 1_000;
/** A role that was withdrawn is seen in an open Home so long at the most. ms */
const READER_IS_FRESH = 60_000;
const PEOPLE_KEPT = 1_000;

/** What the durable process reaches through its interfaces, whoever stands behind them. */
export interface Outside {
  readonly db: Kysely<Tables>;
  readonly launcher: Launcher<WorkflowName>;
  readonly orders: OrderService;
  readonly ticketDesk?: TicketDesk | undefined;
  /** For posts, behind the lanes. */
  readonly client: WebClient;
  readonly places: Places;
  readonly observer?: Observer;
  readonly log: Logger;
}

export interface Wired {
  readonly parts: Parts;
  readonly outbox: Outbox;
  readonly clicks: Clicks;
  readonly homes: Homes;
  readonly overview: Overview;
  readonly workflows: Readonly<Record<WorkflowName, Workflow>>;
}

/** Whose work this is: DATA_DIR has one process at a time, whatever the host is called. */
export function executorOf({ storage, replicaId }: Config): string {
  return storage.kind === 'embedded' ? 'embedded' : replicaId;
}

/** The durable process, its parts connected with each other and with the outside. Starts nothing. */
export function wireProcess(
  config: Config,
  { db, launcher, orders, ticketDesk, client, places, observer = UNOBSERVED, log }: Outside,
): Wired {
  const { policy, paused, orderOps, runbookUrl } = config;
  const outbox = outboxOf(db);
  const call = { channel: orderOps.channel, ackTimeout: policy.escalationAckTimeout };
  const woken = (what: Woken) => wakeFor({ launcher, log }, what);
  const records = recordsOf(db, call, woken, observer);
  const escalations = escalationsOf(db, call, woken);
  const orderOpsChannel = orderOps.channel;
  const parts: Parts = {
    ...{ records, escalations, orders, launcher, policy, paused, orderOpsChannel, observer, log },
    ...(ticketDesk && { ticketDesk }),
    async publicLink(runId) {
      const card = await outbox.find(cardId(runId));
      const { channel, ts } = card ?? {};
      return channel && ts ? places.publicLink({ channel, ts }) : undefined;
    },
  };
  const notifier = poster({
    ...{ client, places, outbox, records, escalations, orderOpsChannel, log, wake: woken },
    ...{ rollbackWindow: policy.rollbackWindow, runbookUrl, mention: orderOps.mention },
  });
  const clicks = clicksOf(db, executorOf(config));
  const overview = overviewOf(db, (run, error) =>
    log.error({ err: error, code: 'run_unreadable', run }, 'a run could not be listed'),
  );
  const workflows = workflowsOf(parts, notifier);
  return { parts, outbox, clicks, homes: homesOf(db), overview, workflows };
}

/** What the listeners work with, for the workspace that the bot is in. */
export function wireDesk(
  { userIdSource, commandsPerMinute }: Config,
  { parts, outbox, homes, overview }: Pick<Wired, 'parts' | 'outbox' | 'homes' | 'overview'>,
  slack: {
    readonly clients: Clients;
    readonly places: Places;
    readonly ourselves: Ourselves;
  },
  database = new DatabaseWatch(),
): Desk {
  const { clients, places, ourselves } = slack;
  const { log } = parts;
  return {
    ...{ parts, outbox, homes, overview, places, database, log },
    modals: modalsOf(clients.modals, log),
    // No trigger runs out over a Home: it may take its time.
    publishHome: publishWith(clients.posts),
    readers: new LRUCache<string, Reader>({ max: PEOPLE_KEPT, ttl: READER_IS_FRESH }),
    identify: identifyWith(clients.modals, ourselves.teamId, userIdSource),
    named: new LRUCache<string, Person>({ max: PEOPLE_KEPT }),
    looks: new LRUCache<string, Clear>({ max: LOOKS_KEPT, ttl: LOOK_IS_FRESH }),
    lookTurns: lookTurns(),
    commands: new RateLimiterMemory({ points: commandsPerMinute, duration: 60 }),
  };
}
