import type { Receiver } from '@slack/bolt';
import type { WorkflowName } from '../../../src/cancellations/signal.js';
import type { TicketDesk } from '../../../src/cancellations/ticket/ticket-desk.js';
import { waker } from '../../../src/cancellations/wake.js';
import type { Config } from '../../../src/config.js';
import type { Launcher } from '../../../src/engine/engine.js';
import { slackLog } from '../../../src/log.js';
import { createOrderService } from '../../../src/orders/client.js';
import type { Delivery } from '../../../src/sandbox/slack/index.js';
import type { Around } from '../../../src/seams.js';
import { slackClients } from '../../../src/slack/clients.js';
import { answerInterrupted } from '../../../src/slack/interrupted.js';
import { listeningApp } from '../../../src/slack/listening-app.js';
import type { Ourselves } from '../../../src/slack/ourselves.js';
import { placesWith } from '../../../src/slack/places.js';
import { DatabaseWatch } from '../../../src/storage/database-watch.js';
import { wireDesk, wireProcess } from '../../../src/wiring.js';
import { Fenced } from '../engine/fenced.js';
import { type Flow, FlowCause, type Flows, type Runner } from '../engine/flows.js';
import { SimulatedEngine } from '../engine/simulated-engine.js';
import { onBehalfOf } from '../world/ambient.js';
import type { WorldDatabase } from '../world/database.js';
import type { OrderNetwork } from '../world/order-network.js';
import type { Random } from '../world/random.js';
import type { Replica } from '../world/replica.js';
import type { SlackNetwork } from '../world/slack-network.js';
import { errorLog, type LoggedError } from './log.js';

/** What all replicas of a world share. */
export interface Shared {
  readonly config: Config;
  readonly ourselves: Ourselves;
  readonly random: Random;
  readonly database: WorldDatabase;
  readonly flows: Flows;
  readonly orders: OrderNetwork;
  readonly slack: SlackNetwork;
  readonly ticketDesk?: (replica: Replica) => TicketDesk;
  readonly workflowFailed: (flow: Flow, error: unknown) => void;
  readonly logged: (replica: Replica, error: LoggedError) => void;
}

/** What Slack is told by a replica: at the latest after 3 s it waits no more. */
export type Acknowledge = (body: unknown) => void;

/** The bot in one life of a replica: all its parts, connected as bot.ts does it. */
export interface Bot extends Runner {
  readonly replica: Replica;
  receive(delivery: Delivery, cause: unknown, acknowledge: Acknowledge): void;
  /** What a start does, and then every 30 s. */
  wake(): void;
}

/** Starts a replica on the shared database, flows and networks. */
export async function startBot(replica: Replica, shared: Shared): Promise<Bot> {
  const { config, ourselves, database, flows, random } = shared;
  const log = errorLog((error) => shared.logged(replica, error));
  const fetch = shared.slack.fetchFor(replica);
  const clients = slackClients(config.slack, slackLog(log), fetch);
  const places = placesWith(clients.modals);
  const orders = createOrderService(
    { ...config.orders, retryBase: config.policy.retryBase },
    shared.orders.httpFor(replica, config.orders.timeout),
  );
  const storage = { kind: 'postgres', url: 'played' } as const;
  const named = { ...config, storage, replicaId: replica.name };
  const wired = wireProcess(named, {
    ...{ db: database.tablesFor(replica), orders, places, log },
    launcher: launcherOf(replica, shared, () => bot),
    ticketDesk: shared.ticketDesk?.(replica),
    client: clients.posts,
  });
  const { parts, clicks } = wired;
  const wakeAll = waker(parts, wired.outbox);
  const watch = new DatabaseWatch(async () => database.fault !== 'away');
  const desk = wireDesk(config, wired, { clients, places, ourselves }, watch);
  const around: Around = async (name, work) => {
    await replica.gate(name, 'before');
    return work();
  };
  const receiver = new InProcessReceiver((error) => log.error({ err: error }, 'Bolt failed'));
  await listeningApp(receiver, config.slack, { ourselves, desk, fetch, around, clicks }, log);
  const { modals, homes } = desk;
  onBehalfOf(replica, 'waking', () =>
    answerInterrupted({ clicks, modals, homes, fetch, log }, { atStart: true }).catch(
      (error: unknown) => log.error({ err: error }, 'answering'),
    ),
  );

  const bot: Bot = {
    replica,
    run(flow, token) {
      const mayRecord = () => database.takesWrites;
      const failed = () => undefined;
      const engine = new SimulatedEngine(flow, token, { replica, random, mayRecord, failed });
      const run = async () => wired.workflows[flow.name](engine, ...flow.args);
      onBehalfOf(replica, new FlowCause(flow, token), run).then(
        () => flows.ended(flow, 'ended'),
        (error: unknown) => {
          if (error instanceof Fenced) return;
          flows.ended(flow, 'failed');
          shared.workflowFailed(flow, error);
        },
      );
    },
    receive(delivery, cause, acknowledge) {
      onBehalfOf(replica, cause, () => receiver.receive(delivery.payload, acknowledge));
    },
    wake() {
      onBehalfOf(replica, 'waking', () =>
        wakeAll().catch((error: unknown) => log.error({ err: error }, 'waking')),
      );
    },
  };
  return bot;
}

/** Behind a gate, because it is a write of its own: the replica may die before it or after it. */
function launcherOf(
  replica: Replica,
  { flows, database }: Shared,
  bot: () => Bot,
): Launcher<WorkflowName> {
  const write = async (work: () => void) => {
    await replica.gate('start', 'before');
    if (!database.takesWrites) throw new Error('The engine’s database takes no write');
    work();
  };
  return {
    start: (name, id, ...args) => write(() => flows.start(bot(), name, id, args)),
    later: (name, id, delay, ...args) => write(() => flows.later(replica, name, id, delay, args)),
    async taken(ids) {
      await replica.gate('start', 'before');
      return new Set(ids.filter((id) => flows.isTaken(id)));
    },
    inLane: (name, id, lane, ...args) => write(() => flows.inLane(replica, name, id, lane, args)),
  };
}

/** What Bolt listens behind: the local Slack hands over what people do. */
class InProcessReceiver implements Receiver {
  #app: Parameters<Receiver['init']>[0] | undefined;

  constructor(private readonly failed: (error: unknown) => void) {}

  init(app: Parameters<Receiver['init']>[0]): void {
    this.#app = app;
  }

  receive(body: Readonly<Record<string, unknown>>, acknowledge: Acknowledge): void {
    const event = { body, ack: async (answer: unknown) => acknowledge(answer ?? {}) };
    this.#app?.processEvent(event).catch(this.failed);
  }

  async start(): Promise<void> {
    // It is there as soon as its replica is.
  }

  async stop(): Promise<void> {
    // It ends with its replica.
  }
}
