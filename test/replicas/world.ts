import pg from 'pg';
import { BotProcess } from '../../src/sandbox/bot-process.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import {
  type LocalSlack,
  type Message,
  type Person,
  startLocalSlack,
} from '../../src/sandbox/slack/index.js';
import { columnTypes } from '../../src/storage/column-types.js';
import { environmentOf, ORDER_OPS } from '../acceptance/environment.js';
import { SHORT_LIVED } from '../acceptance/short-lived.js';
import { freshDatabase } from '../postgres/database.js';
import { migratedDatabase } from '../postgres/migrated-database.js';

export const FLOOR = 'CFLOOR';
/** A limit that a slow machine keeps too. */
export const SOON = { withinMs: 60_000 };

/** How late the other systems learn of a cancellation, in ms. */
const LAGS = { billingLagMs: 100, notificationLagMs: 100 };

interface Choices {
  /** An empty database on this server; unless said, one that is up to date, on that of the project. */
  readonly emptyOn?: string;
  readonly transport?: 'socket' | 'http';
  readonly processingMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** They live for minutes, and have a lot to do. */
  readonly areLongLived?: boolean;
}

/** Several built bots on one PostgreSQL, between a local Slack and a local order service. */
export class Replicas {
  readonly #bots = new Map<string, BotProcess>();
  #isClosed = false;

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    readonly pool: pg.Pool,
    private readonly env: Readonly<Record<string, string>>,
    private readonly drop: () => Promise<void>,
    private readonly flags: readonly string[],
  ) {}

  static async open(choices: Choices = {}): Promise<Replicas> {
    const { emptyOn, transport, processingMs = 300 } = choices;
    const [slack, orders, database] = await Promise.all([
      startLocalSlack({ patienceMs: 60_000 }),
      startLocalOrderService({ processingMs, reinstateMs: 300, ...LAGS }),
      emptyOn ? freshDatabase(emptyOn) : migratedDatabase(),
    ]);
    slack.addPerson({ id: 'UALICE', name: 'alice', email: 'alice@example.com' });
    slack.addPerson({ id: 'UBOB', name: 'bob', email: 'bob@example.com' });
    slack.addChannel({ id: FLOOR, name: 'floor', members: ['UALICE', 'UBOB'] });
    slack.addChannel({ id: ORDER_OPS, name: 'order-ops', members: ['UBOB'] });
    const env = {
      ...environmentOf(slack, orders, 'unused'),
      DATABASE_URL: database.url,
      ...(transport === 'http' && {
        SLACK_APP_TOKEN: '',
        SLACK_SIGNING_SECRET: slack.signingSecret,
        METRICS_TOKEN: 'let-me-see',
      }),
      ...choices.env,
    };
    const pool = new pg.Pool({ connectionString: database.url, max: 2, types: columnTypes });
    pool.on('error', () => undefined);
    const flags = choices.areLongLived ? [] : SHORT_LIVED;
    return new Replicas(slack, orders, pool, env, database.drop, flags);
  }

  get alice(): Person {
    return this.slack.person('alice');
  }

  get databaseUrl(): string {
    return this.env.DATABASE_URL ?? '';
  }

  /** Starts a replica of that name; the one of that name before may still run. */
  launch(replicaId: string, env: Readonly<Record<string, string>> = {}): BotProcess {
    if (this.#isClosed) throw new Error('The test is over');
    const { flags } = this;
    const bot = new BotProcess({ ...this.env, ...env, REPLICA_ID: replicaId }, { flags });
    const before = this.#bots.get(replicaId);
    if (before) this.#bots.set(`${replicaId}, before ${bot.pid}`, before);
    this.#bots.set(replicaId, bot);
    return bot;
  }

  /** The same, serving: its port too. */
  async start(replicaId: string, env: Readonly<Record<string, string>> = {}) {
    const bot = this.launch(replicaId, env);
    return { bot, port: await bot.serving(60_000) };
  }

  /** Somebody looks at an order and requests its cancellation; gives the card. */
  async requests(orderId: string, channel = FLOOR): Promise<Message> {
    const { alice } = this;
    await alice.types(channel, `/cancel-order ${orderId}`);
    const modal = await alice.modal(
      (shown, text) => shown.has(orderId) && text.includes('Reason'),
      SOON,
    );
    await alice.submits(modal);
    return this.card(orderId, channel, 'Waiting for confirmation');
  }

  /** Requests and confirms; gives the card. */
  async cancels(orderId: string, channel = FLOOR): Promise<Message> {
    const card = await this.requests(orderId, channel);
    await this.alice.presses(card, 'Confirm');
    return card;
  }

  /** The card of an order, once it stands in the channel and says these words. */
  card(orderId: string, channel = FLOOR, words = '', withinMs = 60_000): Promise<Message> {
    return this.slack.until(() => this.cardNow(orderId, channel, words), {
      ...{ what: `the card of ${orderId} in ${channel} with «${words}»`, withinMs },
    });
  }

  cardNow(orderId: string, channel: string, words = ''): Message | undefined {
    return this.slack
      .messages(channel)
      .findLast(
        (message) =>
          message.user === this.slack.botUserId &&
          !message.threadTs &&
          !message.ephemeralTo &&
          message.text.startsWith(`Cancel ${orderId}:`) &&
          this.slack.asText(message).includes(words),
      );
  }

  /** SIGKILL. */
  async kill(replicaId: string): Promise<void> {
    await this.#bots.get(replicaId)?.kill();
  }

  /** The cancellations that this replica carries out, by the ids of their workflows. */
  async cancellationsHeldBy(replicaId: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ workflow_uuid: string }>(
      `select workflow_uuid from dbos.workflow_status
       where status = 'PENDING' and name = 'cancelOrder' and executor_id = $1`,
      [replicaId],
    );
    return rows.map(({ workflow_uuid }) => workflow_uuid);
  }

  /** How many steps of these workflows are recorded. */
  async stepsOf(workflows: readonly string[]): Promise<number> {
    const { rows } = await this.pool.query<{ steps: string }>(
      'select count(*) as steps from dbos.operation_outputs where workflow_uuid = any($1::text[])',
      [workflows],
    );
    return Number(rows[0]?.steps);
  }

  async stateOf(orderId: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ state: string }>(
      'select state from opsguide.cancellations where order_id = $1',
      [orderId],
    );
    return rows[0]?.state;
  }

  /** Waits until that replica carries out the order's cancellation. */
  async heldBy(replicaId: string, orderId: string): Promise<void> {
    await this.until(async () => {
      const { rows } = await this.pool.query<{ executor_id: string }>(
        `select executor_id from dbos.workflow_status
         join opsguide.cancellations on workflow_uuid like run_id || ':cancel:%'
         where status = 'PENDING' and order_id = $1`,
        [orderId],
      );
      return rows[0]?.executor_id === replicaId;
    }, `${orderId} in the hands of ${replicaId}`);
  }

  /** The token of the claim under which the order's cancellation goes on. */
  async claimOf(orderId: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ owner_xid: string }>(
      `select owner_xid from dbos.workflow_status
       join opsguide.cancellations on workflow_uuid like run_id || ':cancel:%'
       where order_id = $1`,
      [orderId],
    );
    return rows[0]?.owner_xid;
  }

  /** Whether nothing is left to be told. */
  async isAllTold(): Promise<boolean> {
    const { rows } = await this.pool.query(
      'select post_id from opsguide.posts where posted < wanted limit 1',
    );
    return rows.length === 0;
  }

  /** The replicas that have a row, by their names. */
  async rows(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ replica_id: string }>(
      'select replica_id from opsguide.replicas order by replica_id',
    );
    return rows.map(({ replica_id }) => replica_id);
  }

  /** Whether somebody's statement that holds these words waits for a lock. */
  async isWaitingFor(words: string): Promise<boolean> {
    const { rows } = await this.pool.query(
      `select 1 from pg_stat_activity
       where wait_event_type = 'Lock' and position($1 in query) > 0 and pid <> pg_backend_pid()`,
      [words],
    );
    return rows.length > 0;
  }

  /** Asks again and again, for a minute unless said, until the answer is good. */
  async until<T>(
    ask: () => Promise<T | undefined | false>,
    what: string,
    withinMs = SOON.withinMs,
  ): Promise<T> {
    const patientUntil = performance.now() + withinMs;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      if (performance.now() > patientUntil) {
        throw new Error(`Not in time: ${what}\n${JSON.stringify(await this.#standing(), null, 1)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What there is, for a message that says why something did not come. */
  async #standing(): Promise<unknown> {
    const { rows: runs } = await this.pool.query(
      'select state, count(*) from opsguide.cancellations group by state',
    );
    const { rows: workflows } = await this.pool.query(
      `select executor_id, status, name, count(*) from dbos.workflow_status
       where status in ('PENDING', 'ENQUEUED') group by 1, 2, 3`,
    );
    return { runs, workflows, replicas: await this.rows() };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#bots.values()].map((bot) => bot.kill()));
    await this.pool.end();
    await Promise.all([this.slack.close(), this.orders.close(), this.drop()]);
  }
}
