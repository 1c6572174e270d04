import { BotProcess } from '../../src/sandbox/bot-process.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import { type LocalSlack, type Person, startLocalSlack } from '../../src/sandbox/slack/index.js';

const ORDER_OPS = 'CORDEROPS';
/** A first start makes its database. ms */
const START_WITHIN = 120_000;
const PATIENCE = 120_000;

export type Transport = 'Socket Mode' | 'HTTP';

interface Scene {
  /** How long the order service takes for each call, on top of its own time. ms */
  readonly latency?: number;
  /** From an accepted cancellation to its completion. ms */
  readonly processing?: number;
  readonly people?: number;
  readonly channels?: number;
}

export interface Starting {
  /** The file that is run. */
  readonly entry: string;
  readonly transport?: Transport;
  readonly env: Readonly<Record<string, string>>;
}

/** A process under measurement, taking what Slack sends. */
export interface Running {
  readonly process: BotProcess;
  readonly pid: number;
  readonly port: number;
}

/**
 * The local Slack and the local order service, with people, channels and orders, and whatever
 * process is measured between them. All of it gets the same environment, under the bot's names.
 */
export class Stage {
  /** Of all stages: on one database, one after the other, no two name an order alike. */
  static #orders = 0;
  readonly #running = new Set<BotProcess>();
  readonly #lastResort = () => {
    for (const running of this.#running) void running.kill();
  };

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    readonly people: readonly Person[],
    readonly channels: readonly string[],
  ) {
    process.once('exit', this.#lastResort);
  }

  static async open({ latency = 0, processing = 0, people = 10, channels = 1 }: Scene = {}) {
    const [slack, orders] = await Promise.all([
      startLocalSlack({ patienceMs: PATIENCE }),
      startLocalOrderService({ processingMs: processing, billingLagMs: 0, notificationLagMs: 0 }),
    ]);
    if (latency > 0) orders.faults.add({ on: 'any', fault: { kind: 'delay', ms: latency } });
    const ids = Array.from({ length: people }, (_, place) => `UOPS${place}`);
    const persons = ids.map((id) => {
      const name = id.toLowerCase();
      orders.addPerson({ userId: `${name}@example.com`, roles: ['ops_engineer'] });
      return slack.addPerson({ id, name, email: `${name}@example.com` });
    });
    const floors = Array.from({ length: channels }, (_, place) => `CFLOOR${place}`);
    for (const id of floors) slack.addChannel({ id, name: id.toLowerCase(), members: ids });
    slack.addChannel({ id: ORDER_OPS, name: 'order-ops', members: ids });
    return new Stage(slack, orders, persons, floors);
  }

  /** A fine order of its own; gives its id. */
  order(): string {
    Stage.#orders += 1;
    const id = `ORD-B${Stage.#orders}`;
    this.orders.addOrder({ id, refund: { amount: '10.00', currency: 'EUR' }, billingRecords: 1 });
    return id;
  }

  /** Whose turn it is. */
  person(turn: number): Person {
    return inTurn(this.people, turn);
  }

  channel(turn: number): string {
    return inTurn(this.channels, turn);
  }

  /** What a process between the two has to know, and nothing of this shell's. */
  environment(transport: Transport = 'Socket Mode'): Readonly<Record<string, string>> {
    const { slack, orders } = this;
    return {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      ...(transport === 'HTTP'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
      ORDER_API_URL: orders.baseUrl,
      ORDER_API_TOKEN: orders.token,
      ORDER_OPS_CHANNEL: ORDER_OPS,
      HOST: '127.0.0.1',
      PORT: '0',
      REPLICA_ID: 'one',
      COMMANDS_PER_MINUTE: '10000',
      LOG_LEVEL: 'info',
    };
  }

  /** Starts a process; resolves when it serves and takes what Slack sends. */
  async start({ entry, transport = 'Socket Mode', env }: Starting): Promise<Running> {
    const before = this.slack.openSockets;
    const process = this.launch(entry, { ...this.environment(transport), ...env });
    const port = await process.serving(START_WITHIN);
    if (transport === 'HTTP') this.slack.serveOverHttp(`http://127.0.0.1:${port}/slack/events`);
    else {
      this.slack.serveOverSockets();
      await this.slack.connected(before + 1);
    }
    return { process, port, pid: pidOf(process) };
  }

  /** Starts one and does not wait. */
  launch(entry: string, env: Readonly<Record<string, string>>): BotProcess {
    const process = new BotProcess(env, { entry });
    this.#running.add(process);
    return process;
  }

  /** Ends one, and waits until Slack has noticed. */
  async end({ process }: Pick<Running, 'process'>): Promise<void> {
    await process.kill();
    this.#running.delete(process);
    const others = this.#running.size;
    await this.slack.until(() => others > 0 || this.slack.openSockets === 0, {
      what: 'the sockets of a dead process gone',
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((process) => process.kill()));
    await Promise.all([this.slack.close(), this.orders.close()]);
    process.removeListener('exit', this.#lastResort);
  }
}

/** Opens a stage, and closes it whatever happens on it. */
export async function onStage<T>(scene: Scene, play: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await Stage.open(scene);
  try {
    return await play(stage);
  } finally {
    await stage.close();
  }
}

export function pidOf({ pid }: BotProcess): number {
  if (pid === undefined) throw new Error('The process did not start');
  return pid;
}

function inTurn<T>(all: readonly T[], turn: number): T {
  const one = all[turn % all.length];
  if (one === undefined) throw new Error('There is nobody, or nowhere');
  return one;
}
