import { BotProcess } from '../../src/sandbox/bot-process.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import {
  type LocalSlack,
  type Message,
  type Person,
  startLocalSlack,
} from '../../src/sandbox/slack/index.js';
import { environmentOf, ORDER_OPS } from '../acceptance/environment.js';
import { SHORT_LIVED } from '../acceptance/short-lived.js';
import { startDesk, type TicketReceiver } from './ticket-receiver.js';

/** What a stage is about. Each has a channel of its own, so that none waits for another's posts. */
export interface Subject {
  readonly orderId: string;
  readonly channel: string;
}

/** Shared by those that record and those that go on. */
const TIMES = { processingMs: 300, reinstateMs: 300, billingLagMs: 100, notificationLagMs: 100 };
/** No test of Slack's limits, which the bot keeps to by itself. */
const UNLIMITED = {
  ...{ postsPerSecond: Number.POSITIVE_INFINITY, postBurst: 1 },
  ...{ updatesPerMinute: Number.POSITIVE_INFINITY, updateBurst: 1 },
};

/** No limit is reached by a machine that is merely slow. */
const LIMITS = { POLL_TIMEOUT: '2m', POST_CHECK_TIMEOUT: '2m' };
const PEOPLE = ['alice', 'bob'];
const idOf = (name: string) => `U${name.toUpperCase()}`;

/** What stands around the bot: Slack with people, the order service, and who receives tickets. */
export class Scene {
  #bot: BotProcess | undefined;

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    readonly desk: TicketReceiver,
    /** The order service's clock, in ms behind ours: what it took long ago it takes again as then. */
    readonly clock: { behind: number },
  ) {}

  static async start(): Promise<Scene> {
    const clock = { behind: 0 };
    const [slack, orders, desk] = await Promise.all([
      startLocalSlack({ patienceMs: 40_000, rateLimits: UNLIMITED }),
      startLocalOrderService({ ...TIMES, now: () => Date.now() - clock.behind }),
      startDesk(),
    ]);
    for (const name of PEOPLE) {
      slack.addPerson({ id: idOf(name), name, email: `${name}@example.com` });
    }
    slack.addChannel({ id: ORDER_OPS, name: 'order-ops', members: PEOPLE.map(idOf) });
    return new Scene(slack, orders, desk, clock);
  }

  get alice(): Person {
    return this.slack.person('alice');
  }

  get bob(): Person {
    return this.slack.person('bob');
  }

  addChannel({ channel }: Subject): void {
    const name = channel.toLowerCase().replaceAll('_', '-');
    this.slack.addChannel({ id: channel, name, members: PEOPLE.map(idOf) });
  }

  /** Starts the built bot between them; `settings` say where its database is, and what differs. */
  async startBot(settings: Readonly<Record<string, string>>): Promise<void> {
    this.#bot = new BotProcess(
      {
        ...environmentOf(this.slack, this.orders, ''),
        // So both databases have the same owner of what is in flight: the embedded one has no other.
        REPLICA_ID: 'embedded',
        TICKET_WEBHOOK_URL: this.desk.url,
        TICKET_WEBHOOK_SECRET: 'a-secret-of-the-test',
        ...LIMITS,
        ...settings,
      },
      { flags: SHORT_LIVED },
    );
    await this.#bot.serving(60_000);
    await this.slack.connected(2);
  }

  /** The bot's own words where a workflow of this run has ended in error. */
  failureOf(runId: string): Error | undefined {
    const says = (line: string) => line.includes('workflow failed') && line.includes(runId);
    const line = this.#bot?.log.find(says);
    return line === undefined ? undefined : new Error(line);
  }

  async killBot(): Promise<void> {
    await this.#bot?.kill();
  }

  /** SIGTERM; gives the exit code. */
  async stopBot(): Promise<number | null | undefined> {
    return (await this.#bot?.stop())?.code;
  }

  async close(): Promise<void> {
    await this.killBot();
    await Promise.all([this.slack.close(), this.orders.close(), this.desk.close()]);
  }

  /** The run's card, once it says these words. */
  card({ orderId, channel }: Subject, words = ''): Promise<Message> {
    const says = (message: Message) => this.slack.asText(message).includes(words);
    const isCard = (message: Message) =>
      message.text.startsWith(`Cancel ${orderId}:`) && !message.threadTs && !message.ephemeralTo;
    return this.slack.until(
      () => this.slack.messages(channel).findLast((one) => isCard(one) && says(one)),
      { what: `the card of ${orderId} with «${words}»` },
    );
  }

  /** The message in #order-ops that names the order, once it says these words. */
  escalation({ orderId }: Subject, words = ''): Promise<Message> {
    return this.slack.until(
      () =>
        this.slack
          .messages(ORDER_OPS)
          .filter(({ threadTs, ephemeralTo }) => !threadTs && !ephemeralTo)
          .findLast((message) => {
            const text = this.slack.asText(message);
            return text.includes(orderId) && text.includes(words);
          }),
      { what: `an escalation of ${orderId} with «${words}»` },
    );
  }

  /** What stands below a message, post by post. */
  thread({ channel, ts }: Message): readonly string[] {
    const posts = this.slack.thread(channel, ts).slice(1);
    return posts.map((message) => `${message.text}\n${this.slack.asText(message)}`);
  }

  /** Waits until the thread below a message says these words. */
  async told(root: Message, words: string): Promise<void> {
    await this.slack.until(() => this.thread(root).some((post) => post.includes(words)), {
      what: `«${words}» in the thread of ${root.text}`,
    });
  }

  /** alice looks at the order and requests its cancellation: gives the card. */
  async requests(subject: Subject): Promise<Message> {
    const { orderId, channel } = subject;
    await this.alice.types(channel, `/cancel-order ${orderId}`);
    const modal = await this.alice.modal(
      (shown, text) => shown.has(orderId) && text.includes('Reason'),
    );
    await this.alice.submits(modal);
    return this.card(subject, 'Waiting for confirmation');
  }

  /** bob presses «Roll back», and submits the modal that asks once more. */
  async rollsBack(subject: Subject): Promise<void> {
    await this.bob.presses(await this.card(subject, '[ Roll back'), 'Roll back');
    const modal = await this.bob.modal((shown) => shown.view.submit !== undefined);
    await this.bob.submits(modal);
  }
}
